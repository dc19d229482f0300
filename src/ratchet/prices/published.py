"""What a call cost, by the published prices of `genai-prices`, looked up once per model."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from genai_prices.data_snapshot import find_provider_by_id, get_snapshot
from genai_prices.types import (
    ModelInfo,
    ModelPrice,
    Provider,
    StartDateConstraint,
    TieredPrices,
    TimeOfDateConstraint,
)

# The unit in which a count of ours is priced, and what it costs where that has no price of its own.
_PRICED_AS: Mapping[str, tuple[str, ...]] = {
    "input": ("input_mtok",),
    "input_cached_tokens": ("cache_read_mtok", "input_mtok"),
    "input_cache_creation": ("cache_write_mtok", "input_mtok"),
    "input_audio_tokens": ("input_audio_mtok", "input_mtok"),
    "input_image_tokens": ("input_image_mtok", "input_mtok"),
    "output": ("output_mtok",),
    "output_reasoning_tokens": ("output_reasoning_mtok", "output_mtok"),
    "output_audio_tokens": ("output_audio_mtok", "output_mtok"),
    "output_image_tokens": ("output_image_mtok", "output_mtok"),
}
_REQUEST = "requests_kcount"

# Asked in this order for a model that no provider claims as its own by name alone (`text-embedding-3-small`).
_PROVIDERS = (
    "openai",
    "anthropic",
    "google",
    "mistral",
    "cohere",
    "x-ai",
    "deepseek",
    "perplexity",
    "groq",
    "aws",
)


# No model is called longer than this; what is, shall not fill the cache.
_NAME_LENGTH_MAX = 300

# Dollars per million of a kind of token.
Rates = Mapping[str, float]


class Tariff(NamedTuple):
    """The rates of a model while a condition on the time of the call holds.

    `tiers` are the rates of a request whose input is over a number of tokens, the highest first.
    """

    when: StartDateConstraint | TimeOfDateConstraint | None
    rates: Rates
    tiers: tuple[tuple[int, Rates], ...]
    request_usd: float

    def rates_for(self, usage: Mapping[str, int]) -> Rates:
        if not self.tiers:
            return self.rates
        input_tokens = sum(count for key, count in usage.items() if key.startswith("input"))
        return next((rates for over, rates in self.tiers if input_tokens > over), self.rates)


def cost_of(model: str, usage: Mapping[str, int], at_ns: int, provider: str = "") -> dict[str, float]:
    """US dollars per key of `usage`, and their `total`; empty for a model whose price nobody published.

    `usage` has the keys of `ratchet.prices.usage_names`, none counted twice. `at_ns` is when the call began, because
    prices change; `provider` is who served it, where that is known.
    """
    tariffs = _tariffs(model, provider) if len(model) + len(provider) <= _NAME_LENGTH_MAX else ()
    if not tariffs:
        return {}
    tariff = tariffs[0] if len(tariffs) == 1 else _tariff_at(tariffs, at_ns)
    rates = tariff.rates_for(usage)
    cost = {key: count * rates[key] / 1_000_000 for key, count in usage.items() if key in rates}
    if not cost:
        return {}
    if tariff.request_usd:
        cost["request"] = tariff.request_usd
    cost["total"] = sum(cost.values())
    return cost


def _tariff_at(tariffs: tuple[Tariff, ...], at_ns: int) -> Tariff:
    at = datetime.fromtimestamp(at_ns / 1e9, UTC)
    return next((tariff for tariff in tariffs if tariff.when is None or tariff.when.active(at)), tariffs[-1])


@lru_cache(maxsize=4096)
def _tariffs(model: str, provider: str) -> tuple[Tariff, ...]:
    """A model's tariffs, the one that wins first; empty when it is unknown."""
    found = _find_model(model.lower(), provider)
    return () if found is None else tariffs_of(found)


def tariffs_of(model: ModelInfo) -> tuple[Tariff, ...]:
    """The published tariffs of a model, the one that wins first."""
    if isinstance(model.prices, ModelPrice):
        return (_to_tariff(None, model.prices),)
    # The later one wins, and the first is the one to fall back to: so it comes last.
    return tuple(_to_tariff(price.constraint, price.prices) for price in reversed(model.prices))


def _to_tariff(when: StartDateConstraint | TimeOfDateConstraint | None, price: ModelPrice) -> Tariff:
    published = {
        key: found
        for key, units in _PRICED_AS.items()
        if (found := next((found for unit in units if (found := getattr(price, unit)) is not None), None)) is not None
    }
    starts = {tier.start for found in published.values() if isinstance(found, TieredPrices) for tier in found.tiers}
    tiers = tuple((start, _rates_over(published, start)) for start in sorted(starts, reverse=True))
    per_thousand: Decimal | None = getattr(price, _REQUEST)
    return Tariff(when, _rates_over(published, -1), tiers, float(per_thousand or 0) / 1_000)


def _rates_over(published: Mapping[str, Decimal | TieredPrices], start: int) -> Rates:
    """The rates of a request with more input tokens than `start`; -1 is before any tier."""
    rates: dict[str, float] = {}
    for key, price in published.items():
        if isinstance(price, TieredPrices):
            reached = [tier.price for tier in price.tiers if tier.start <= start]
            rates[key] = float(reached[-1] if reached else price.base)
        else:
            rates[key] = float(price)
    return rates


def _find_model(model: str, provider: str) -> ModelInfo | None:
    providers = get_snapshot().providers
    # Gateways write the provider before the model: `openai/gpt-4o`, `bedrock/anthropic.claude-3-haiku`.
    for name in dict.fromkeys((model, model.rpartition("/")[2])):
        for candidate in _candidates(providers, model, name, provider):
            if found := candidate.find_model(name, all_providers=providers):
                return found
    return None


def _candidates(providers: list[Provider], model: str, name: str, provider: str) -> Iterator[Provider]:
    """Who may serve a model, the likeliest first."""
    for hint in (provider, model.rpartition("/")[0].partition("/")[0]):
        if hint and (found := find_provider_by_id(providers, hint)):
            yield found
    for candidate in providers:
        if candidate.model_match is not None and candidate.model_match.is_match(name):
            yield candidate
    for provider_id in _PROVIDERS:
        if found := find_provider_by_id(providers, provider_id):
            yield found
