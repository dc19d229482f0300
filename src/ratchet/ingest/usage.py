"""How many tokens a call used, told in one way whatever the vendor's words.

The counts of a `Span.usage` never overlap: `input` is what was neither read from a cache nor written to
one nor sound, `output` what was neither reasoning nor sound, and every other key says its side by its prefix
(`input_…`, `output_…`). `total` is what the vendor said, else the sum.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from ratchet.prices.usage_names import NAMES, PARTS, SIDES

# A column of 64 bits; whatever is larger is no count of tokens.
_COUNT_MAX = 2**63 - 1

# Where OpenAI's two APIs tell the parts of a side.
_DETAILS: Mapping[str, str] = {
    "prompt_tokens_details": "input",
    "input_tokens_details": "input",
    "completion_tokens_details": "output",
    "output_tokens_details": "output",
}
# Prices, which Langfuse's first SDKs put beside their counts.
_PRICES = frozenset({"inputCost", "outputCost", "totalCost"})

# Where providers say it in their own metadata, as the Vercel AI SDK passes it on.
_PROVIDER_METADATA: Mapping[tuple[str, ...], str] = {
    ("openai", "cachedPromptTokens"): "input_cached_tokens",
    ("openai", "reasoningTokens"): "output_reasoning_tokens",
    ("anthropic", "cacheReadInputTokens"): "input_cached_tokens",
    ("anthropic", "cacheCreationInputTokens"): "input_cache_creation",
    ("bedrock", "usage", "cacheReadInputTokens"): "input_cached_tokens",
    ("bedrock", "usage", "cacheWriteInputTokens"): "input_cache_creation",
}

_ATTRIBUTE_OF_PART = {part: name for name, part in reversed([*PARTS.items()])}


def parse_usage(raw: Mapping[str, Any]) -> dict[str, int]:
    """Usage as an application passed it on: our own keys, or an answer of OpenAI's or Anthropic's API."""
    usage: dict[str, int] = {}
    parts: dict[str, int] = {}
    for key, value in raw.items():
        if (count := _count(value)) is not None:
            usage.setdefault(NAMES.get(key, key), count)
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
        if part := PARTS.get(name):
            parts.setdefault(part, count)
        else:
            usage.setdefault(SIDES.get(name, name), count)
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
