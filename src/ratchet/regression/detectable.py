"""The least drop that a dataset shows, before anything is run."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ratchet.domain.regression_run import Criteria, RegressionRun
from ratchet.regression.grading import is_relative
from ratchet.stats.power import Differences, least_distance
from ratchet.store.events.dataset_scores import ItemScores


class Basis(StrEnum):
    """What is known of how scores vary: from a comparison of two runs, from repeats, or only from one run's spread.

    The last takes two runs for unrelated, so that the true figure is smaller, as a rule by much.
    """

    COMPARISON = "comparison"
    REPEATS = "repeats"
    SPREAD = "spread"


@dataclass(frozen=True, slots=True, kw_only=True)
class Detectable:
    """A drop that a run like the latest one shows in 4 of 5 cases; relative, or in points (`is_relative`)."""

    drop: float
    is_relative: bool
    items: int
    score_name: str
    basis: Basis


def detectable_drop(
    latest: RegressionRun | None, own: ItemScores | None = None, criteria: Criteria | None = None
) -> Detectable | None:
    """What a dataset's latest run says of it, else its items' own scores; `None` where neither has two scores."""
    criteria = criteria or Criteria()
    report = (latest.report if latest else None) or {}
    found = _from_comparison(report) or _from_figures(report, latest.score_name if latest else "", criteria)
    return found or (_from_items(own, criteria) if own else None)


def _from_comparison(report: Mapping[str, Any]) -> Detectable | None:
    score = next(iter(report.get("scores") or ()), None)
    # Two runs that say exactly the same tell nothing of how far two others may be apart.
    if score is None or not score["detectable_drop"]:
        return None
    return Detectable(
        drop=score["detectable_drop"],
        is_relative=score["is_relative"],
        items=score["items"],
        score_name=score["score_name"],
        basis=Basis.COMPARISON,
    )


def _from_figures(report: Mapping[str, Any], score_name: str, criteria: Criteria) -> Detectable | None:
    figures: list[Mapping[str, Any]] = list(report.get("figures") or ())
    mine = next((one for one in figures if one["score_name"] == score_name), None) or next(iter(figures), None)
    if mine is None or mine["variance"] is None:
        return None
    if mine["noise"]:
        basis, variance = Basis.REPEATS, Differences(0.0, mine["noise"]).variance(mine["repeats"])
    else:
        basis, variance = Basis.SPREAD, 2 * mine["variance"]
    scores = ItemScores(mine["items"], mine["mean"], variance, mine["score_name"])
    return _to_detectable(scores, basis, criteria)


def _from_items(own: ItemScores, criteria: Criteria) -> Detectable:
    return _to_detectable(own._replace(variance=2 * own.variance), Basis.SPREAD, criteria)


def _to_detectable(differences: ItemScores, basis: Basis, criteria: Criteria) -> Detectable:
    """From the mean of scores, and the variance of an item's difference between two runs."""
    items, mean, variance, score_name = differences
    points = least_distance(variance, items, error_rate=1 - criteria.confidence)
    relative = is_relative(mean, criteria)
    return Detectable(
        drop=points / mean if relative else points,
        is_relative=relative,
        items=items,
        score_name=score_name,
        basis=basis,
    )
