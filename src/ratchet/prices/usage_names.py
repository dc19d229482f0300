"""What counts of a usage are called: by vendors' APIs, among span attributes, and in lists of prices."""

from collections.abc import Mapping, Sequence

SIDES: Mapping[str, str] = {
    "prompt_tokens": "input",
    "input_tokens": "input",
    "promptTokens": "input",
    "inputTokens": "input",
    "prompt": "input",
    "completion_tokens": "output",
    "output_tokens": "output",
    "completionTokens": "output",
    "outputTokens": "output",
    "completion": "output",
    "total_tokens": "total",
    "totalTokens": "total",
}
"""The sides of a call."""

NAMES: Mapping[str, str] = {
    **SIDES,
    "cache_read_input_tokens": "input_cached_tokens",
    "cache_creation_input_tokens": "input_cache_creation",
}
"""Counts as APIs call them; Anthropic counts what it caches beside the input, OpenAI within it."""

PARTS: Mapping[str, str] = {
    "cache_read.input_tokens": "input_cached_tokens",
    "cache_read_input_tokens": "input_cached_tokens",
    "cache_read_tokens": "input_cached_tokens",
    "cached_tokens": "input_cached_tokens",
    "cachedInputTokens": "input_cached_tokens",
    "input_tokens.cached": "input_cached_tokens",
    "prompt_details.cache_read": "input_cached_tokens",
    "prompt_tokens_details.cached_tokens": "input_cached_tokens",
    "input_tokens_details.cached_tokens": "input_cached_tokens",
    "cache_creation.input_tokens": "input_cache_creation",
    "cache_creation_input_tokens": "input_cache_creation",
    "cache_write_tokens": "input_cache_creation",
    "cache_write_input_tokens": "input_cache_creation",
    "input_tokens.cache_write": "input_cache_creation",
    "prompt_details.cache_write": "input_cache_creation",
    "prompt_details.audio": "input_audio_tokens",
    "input_audio_tokens": "input_audio_tokens",
    "reasoning.output_tokens": "output_reasoning_tokens",
    "reasoning_tokens": "output_reasoning_tokens",
    "reasoningTokens": "output_reasoning_tokens",
    "completion_details.reasoning": "output_reasoning_tokens",
    "completion_tokens_details.reasoning_tokens": "output_reasoning_tokens",
    "output_tokens_details.reasoning_tokens": "output_reasoning_tokens",
    "completion_details.audio": "output_audio_tokens",
    "output_audio_tokens": "output_audio_tokens",
}
"""Parts of a side among span attributes, where dots separate what an API nests."""

# How Langfuse's own price lists call parts.
_PRICED_PARTS: Mapping[str, str] = {
    "input_cache_read": "input_cached_tokens",
    "input_cached": "input_cached_tokens",
    "input_cache_write": "input_cache_creation",
    "input_audio": "input_audio_tokens",
    "output_reasoning": "output_reasoning_tokens",
    "output_audio": "output_audio_tokens",
}

OTHER_NAMES: Mapping[str, Sequence[str]] = {
    part: [name for name, named in {**PARTS, **NAMES, **_PRICED_PARTS}.items() if named == part]
    for part in {*PARTS.values(), *NAMES.values()}
}
"""What counts of a usage are called elsewhere, for prices that somebody wrote down by those names."""
