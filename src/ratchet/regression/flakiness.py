"""Flakiness: what the scores of a dataset vary by without anybody's doing, and which items do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, pvariance

from ratchet.domain.answer import Answer
from ratchet.domain.comparison import Spread
from ratchet.domain.regression_run import Criteria
from ratchet.regression.grading import is_relative, values_disagree
from ratchet.regression.pairing import Pair, to_pairs
from ratchet.stats.components import Scored, split_variance
from ratchet.stats.power import Differences, repeats_to_settle


@dataclass(frozen=True, slots=True, kw_only=True)
class FlakyItem:
    """An item of which one score would have failed against another; `values` by the runs' ids."""

    item_id: str
    mean: float
    low: float
    high: float
    values: Mapping[str, Sequence[float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flakiness:
    """What so many runs of a dataset say of one score.

    `spread` is without what the runs differ by as a whole. `repeats_needed` is how often to ask each item, in both
    runs, so that a release in which nothing has changed passes the strict test in 4 of 5 cases; `None` where nothing
    was repeated, and nobody knows.
    """

    score_name: str
    runs: int
    items: int
    mean: float
    spread: Spread
    repeats_needed: int | None
    flaky: tuple[FlakyItem, ...]


def measure_flakiness(
    score_name: str, answers: Mapping[str, Sequence[Answer]], criteria: Criteria | None = None
) -> Flakiness:
    """The flakiness of one score over the answers of runs, by their ids; at least one run has it."""
    criteria = criteria or Criteria()
    pairs = {run: to_pairs(score_name, some, some, counts_missing=True) for run, some in answers.items()}
    pairs = {run: some for run, some in pairs.items() if some}
    split = split_variance([one for some in pairs.values() for one in _to_scored(some)])
    mean = fmean(pair.before for some in pairs.values() for pair in some)
    values = _by_item(pairs)
    return Flakiness(
        score_name=score_name,
        runs=len(pairs),
        items=len(values),
        mean=mean,
        spread=Spread(items=split.items, runs=split.runs, judge=split.judge),
        repeats_needed=_repeats(split.noise, len(values), mean, criteria),
        flaky=tuple(_find_flaky(values, criteria)),
    )


def _to_scored(pairs: Sequence[Pair]) -> list[Scored]:
    """The scores of one run about its mean: what a release changes as a whole is no flakiness."""
    mean = fmean(pair.before for pair in pairs)
    return [reading.of(pair.item_id, mean) for pair in pairs for reading in pair.baseline]


def _by_item(pairs: Mapping[str, Sequence[Pair]]) -> dict[str, dict[str, list[float]]]:
    found: dict[str, dict[str, list[float]]] = {}
    for run, some in pairs.items():
        for pair in some:
            found.setdefault(pair.item_id, {})[run] = [reading.value for reading in pair.baseline]
    return found


def _find_flaky(values: Mapping[str, Mapping[str, Sequence[float]]], criteria: Criteria) -> list[FlakyItem]:
    """The items that disagree with themselves, those that vary most first."""
    said = {item_id: [value for some in by_run.values() for value in some] for item_id, by_run in values.items()}
    flaky = [item_id for item_id, some in said.items() if values_disagree(some, criteria)]
    return [
        FlakyItem(
            item_id=item_id,
            mean=fmean(said[item_id]),
            low=min(said[item_id]),
            high=max(said[item_id]),
            values=values[item_id],
        )
        for item_id in sorted(flaky, key=lambda item_id: (-pvariance(said[item_id]), item_id))
    ]


def _repeats(noise: float | None, items: int, mean: float, criteria: Criteria) -> int | None:
    if noise is None:
        return None
    distance = criteria.fail_at * (mean if is_relative(mean, criteria) else 1)
    return repeats_to_settle(Differences(0.0, noise), items, distance, error_rate=1 - criteria.confidence)
