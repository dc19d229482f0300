"""The models whose prices are published, in the form of a project's own: one for each time from which a price holds."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, time
from functools import lru_cache
from itertools import permutations

from genai_prices.data_snapshot import get_snapshot
from genai_prices.types import (
    ClauseAnd,
    ClauseContains,
    ClauseEndsWith,
    ClauseEquals,
    ClauseOr,
    ClauseRegex,
    ClauseStartsWith,
    MatchLogic,
    ModelInfo,
    Provider,
    StartDateConstraint,
    TimeOfDateConstraint,
)

from ratchet.domain.model import Comparison, Model, Tier, Unit, UsageCondition
from ratchet.prices.published import Rates, Tariff, tariffs_of

_PER_MILLION = 1_000_000


def published_models() -> Sequence[Model]:
    """All of them, by provider and name."""
    return tuple(_by_id().values())


def find_published_model(model_id: str) -> Model | None:
    """One of them, by its id: `openai:gpt-4o`, with `@` and a date where its price has changed since."""
    return _by_id().get(model_id)


@lru_cache(maxsize=1)
def _by_id() -> Mapping[str, Model]:
    found = (
        model for provider in get_snapshot().providers for info in provider.models for model in _models(provider, info)
    )
    return {model.id: model for model in sorted(found, key=lambda model: model.id)}


def _models(provider: Provider, info: ModelInfo) -> Iterator[Model]:
    """A price for some hours of the day has no form here: it is left out, though calls are priced by it."""
    for tariff in tariffs_of(info):
        if isinstance(tariff.when, TimeOfDateConstraint) or not tariff.rates:
            continue
        starts_at = None
        if isinstance(tariff.when, StartDateConstraint):
            starts_at = datetime.combine(tariff.when.start_date, time(), UTC)
        model_id = f"{provider.id}:{info.id}" + (f"@{starts_at:%Y-%m-%d}" if starts_at else "")
        yield Model(
            id=model_id,
            project_id="",
            name=info.id,
            match_pattern=f"(?i){to_pattern(info.match)}",
            tiers=_tiers(model_id, tariff),
            created_at=get_snapshot().timestamp.astimezone(UTC),
            starts_at=starts_at,
            unit=Unit.TOKENS,
        )


def _tiers(model_id: str, tariff: Tariff) -> list[Tier]:
    conditional = [
        Tier(
            id=f"{model_id}#{over}",
            name=f"Over {over:,} input tokens",
            priority=priority,
            conditions=[UsageCondition("^input", Comparison.OVER, over)],
            prices=_prices(rates, tariff),
        )
        for priority, (over, rates) in enumerate(tariff.tiers, start=1)
    ]
    return [*conditional, Tier(f"{model_id}#default", "Standard", 0, [], _prices(tariff.rates, tariff))]


def _prices(rates: Rates, tariff: Tariff) -> Mapping[str, float]:
    per_token = {key: price / _PER_MILLION for key, price in rates.items()}
    return per_token | ({"request": tariff.request_usd} if tariff.request_usd else {})


def to_pattern(match: MatchLogic) -> str:  # noqa: PLR0911 one line for each kind of rule
    """A rule for the names of a model, as a regular expression."""
    match match:
        case ClauseEquals(equals=name):
            return f"^{re.escape(name)}$"
        case ClauseStartsWith(starts_with=start):
            return f"^{re.escape(start)}"
        case ClauseEndsWith(ends_with=end):
            return f"{re.escape(end)}$"
        case ClauseContains(contains=part):
            return re.escape(part)
        case ClauseRegex(regex=pattern):
            return f"(?:{pattern})"
        case ClauseOr(or_=parts):
            return f"(?:{'|'.join(map(to_pattern, parts))})"
        case ClauseAnd(and_=parts):
            orders = permutations(map(to_pattern, parts))
            return f"(?:{'|'.join('.*'.join(order) for order in orders)})"
