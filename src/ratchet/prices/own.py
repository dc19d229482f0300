"""What a call cost by a project's own prices, which come before the published ones."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from operator import eq, ge, gt, le, lt, ne
from typing import NamedTuple

from ratchet.domain.model import AttributeCondition, Comparison, Model, Source, Tier, TierCondition, UsageCondition
from ratchet.domain.value import decode_value
from ratchet.prices.published import cost_of
from ratchet.prices.usage_names import OTHER_NAMES
from ratchet.text.patterns import matches

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_COMPARE: Mapping[Comparison, Callable[[float, float], bool]] = {
    Comparison.OVER: gt,
    Comparison.AT_LEAST: ge,
    Comparison.UNDER: lt,
    Comparison.AT_MOST: le,
    Comparison.EQUAL: eq,
    Comparison.UNEQUAL: ne,
}


class Call(NamedTuple):
    """What is paid for: `usage` by its keys, `attributes` as they are stored."""

    model: str
    usage: Mapping[str, int]
    at_ns: int
    provider: str = ""
    attributes: Mapping[Source, Mapping[str, str]] = {}


def cost_of_call(call: Call, own: Sequence[Model]) -> dict[str, float]:
    """US dollars per key of the usage and their `total`, by the project's `own` models, else by published prices."""
    by_own = cost_by_own(call, own)
    return cost_of(call.model, call.usage, call.at_ns, call.provider) if by_own is None else by_own


def cost_by_own(call: Call, own: Sequence[Model]) -> dict[str, float] | None:
    """US dollars by the project's `own` models, in the order in which they win; `None` when none is of this name.

    A count without a price of its own costs what its side does, so that what was read from a cache is not free by
    mistake.
    """
    model = next((model for model in own if _is_of(model, call)), None)
    if model is None:
        return None
    tier = next(tier for tier in model.tiers if all(_holds(condition, call) for condition in tier.conditions))
    cost = {key: count * price for key, count in call.usage.items() if (price := _price(tier, key)) is not None}
    if cost:
        cost.setdefault("total", sum(cost.values()))
    return cost


def _is_of(model: Model, call: Call) -> bool:
    if model.starts_at is not None and _EPOCH + timedelta(microseconds=call.at_ns // 1000) < model.starts_at:
        return False
    return matches(model.match_pattern, call.model)


def _holds(condition: TierCondition, call: Call) -> bool:
    match condition:
        case UsageCondition(pattern, comparison, value, case_sensitive):
            prefix = "" if case_sensitive else "(?i)"
            used = sum(count for key, count in call.usage.items() if matches(prefix + pattern, key))
            return _COMPARE[comparison](used, value)
        case AttributeCondition(source, key, values):
            text = call.attributes.get(source, {}).get(key)
            return text is not None and str(decode_value(text)) in values


def _price(tier: Tier, key: str) -> float | None:
    """The price of a kind of usage under its name here, under another that it goes by, or that of its side."""
    side, _, part = key.partition("_")
    names = (key, *OTHER_NAMES.get(key, ()), *([side] if part else []))
    return next((tier.prices[name] for name in names if name in tier.prices), None)
