"""How many tokens a call used, told in one way whatever the vendor's words.

The counts of a `Span.usage` never overlap: `input` is what was neither read from a cache nor written to
one nor sound, `output` what was neither reasoning nor sound, and every other key says its side by its prefix
(`input_…`, `output_…`). `total` is what the vendor said, else the sum.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

# A column of 64 bits; whatever is larger is no count of tokens.
_COUNT_MAX = 2**63 - 1

_SIDES: Mapping[str, str] = {
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

# Where OpenAI's two APIs tell the parts of a side.
_DETAILS: Mapping[str, str] = {
    "prompt_tokens_details": "input",
    "input_tokens_details": "input",
    "completion_tokens_details": "output",
    "output_tokens_details": "output",
}
# Anthropic counts what it caches beside the input, OpenAI within it.
_NAMES: Mapping[str, str] = {
    **_SIDES,
    "cache_read_input_tokens": "input_cached_tokens",
    "cache_creation_input_tokens": "input_cache_creation",
}
# Prices, which Langfuse's first SDKs put beside their counts.
_PRICES = frozenset({"inputCost", "outputCost", "totalCost"})

# The names of parts among span attributes, where dots separate what an API nests.
_PARTS: Mapping[str, str] = {
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
# How Langfuse's own price lists call parts.
_PRICED_PARTS: Mapping[str, str] = {
    "input_cache_read": "input_cached_tokens",
    "input_cached": "input_cached_tokens",
    "input_cache_write": "input_cache_creation",
    "input_audio": "input_audio_tokens",
    "output_reasoning": "output_reasoning_tokens",
    "output_audio": "output_audio_tokens",
}

# Where providers say it in their own metadata, as the Vercel AI SDK passes it on.
_PROVIDER_METADATA: Mapping[tuple[str, ...], str] = {
    ("openai", "cachedPromptTokens"): "input_cached_tokens",
    ("openai", "reasoningTokens"): "output_reasoning_tokens",
    ("anthropic", "cacheReadInputTokens"): "input_cached_tokens",
    ("anthropic", "cacheCreationInputTokens"): "input_cache_creation",
    ("bedrock", "usage", "cacheReadInputTokens"): "input_cached_tokens",
    ("bedrock", "usage", "cacheWriteInputTokens"): "input_cache_creation",
}

_ATTRIBUTE_OF_PART = {part: name for name, part in reversed(_PARTS.items())}

OTHER_NAMES: Mapping[str, Sequence[str]] = {
    part: [name for name, named in {**_PARTS, **_NAMES, **_PRICED_PARTS}.items() if named == part]
    for part in {*_PARTS.values(), *_NAMES.values()}
}
"""What counts of a usage are called elsewhere, for prices that somebody wrote down by those names."""


def parse_usage(raw: Mapping[str, Any]) -> dict[str, int]:
    """Usage as an application passed it on: our own keys, or an answer of OpenAI's or Anthropic's API."""
    usage: dict[str, int] = {}
    parts: dict[str, int] = {}
    for key, value in raw.items():
        if (count := _count(value)) is not None:
            usage.setdefault(_NAMES.get(key, key), count)
        elif (side := _DETAILS.get(key)) and isinstance(value, Mapping):
            parts |= {f"{side}_{name}": count for name, count in _counts(value)}
    for price in _PRICES.intersection(usage):
        del usage[price]
    return _with_total(_apart(usage, parts) if parts else usage)


def usage_of_attributes(raw: Mapping[str, Any]) -> dict[str, int]:
    """Usage as span attributes have it, by the rest of their keys; parts are counted within their side."""
    usage: dict[str, int] = {}
    parts: dict[str, int] = {}
    for key, count in _counts(raw):
        name = key.removeprefix("details.")
        if part := _PARTS.get(name):
            parts.setdefault(part, count)
        else:
            usage.setdefault(_SIDES.get(name, name), count)
    return _with_total(_apart(usage, parts))


def counts_in_provider_metadata(metadata: Any) -> dict[str, int]:
    """The parts that a provider reported in metadata of its own, named as attributes would."""
    found: dict[str, int] = {}
    for path, part in _PROVIDER_METADATA.items():
        value = metadata
        for step in path:
            value = value.get(step) if isinstance(value, Mapping) else None
        if (count := _count(value)) is not None:
            found[_ATTRIBUTE_OF_PART[part]] = count
    return found


def _counts(raw: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    for key, value in raw.items():
        if (count := _count(value)) is not None:
            yield key, count


def _count(value: Any) -> int | None:
    """A number of tokens; None for what is none (a text, a fraction, a negative number)."""
    if type(value) is float and value.is_integer():
        value = int(value)
    return value if type(value) is int and 0 <= value <= _COUNT_MAX else None


def _apart(usage: dict[str, int], parts: Mapping[str, int]) -> dict[str, int]:
    """Take the parts out of the side that they were counted in."""
    for name, count in parts.items():
        if not count:
            continue
        side = name.partition("_")[0]
        if side in usage:
            usage[side] = max(0, usage[side] - count)
        usage[name] = count
    return usage


def _with_total(usage: dict[str, int]) -> dict[str, int]:
    if usage and "total" not in usage:
        usage["total"] = min(sum(usage.values()), _COUNT_MAX)
    return usage
