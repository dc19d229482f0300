"""Rank correlation: whether two measures put the same things in the same order."""

from collections.abc import Callable, Sequence

import numpy as np
import scipy  # loads its parts when they are used: the server starts without them
from numpy.typing import ArrayLike

from ratchet.stats.estimate import CONFIDENCE, Estimate, to_estimate, unknown

RESAMPLES = 2000
SAMPLES_MIN = 3


def spearman(first: ArrayLike, second: ArrayLike) -> float:
    """Spearman's rho: the correlation of the ranks, equal values sharing theirs."""
    return _correlate(scipy.stats.rankdata(first), scipy.stats.rankdata(second))


def kendall(first: ArrayLike, second: ArrayLike) -> float:
    """Kendall's tau-b: of all pairs, how many more are in the same order than in the opposite one."""
    return float(scipy.stats.kendalltau(first, second).statistic)  # pyright: ignore[reportAttributeAccessIssue] untyped


def estimate_spearman(
    first: ArrayLike,
    second: ArrayLike,
    *,
    groups: Sequence[object] | None = None,
    confidence: float = CONFIDENCE,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Estimate:
    """Spearman's rho with a bootstrap interval (percentiles).

    What belongs to one of `groups` (answers to one question) is drawn together, since it is not independent.
    """
    return _bootstrap(spearman, first, second, groups=groups, confidence=confidence, resamples=resamples, seed=seed)


def estimate_kendall(
    first: ArrayLike,
    second: ArrayLike,
    *,
    groups: Sequence[object] | None = None,
    confidence: float = CONFIDENCE,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Estimate:
    """Kendall's tau-b with a bootstrap interval, drawn as for `estimate_spearman`."""
    return _bootstrap(kendall, first, second, groups=groups, confidence=confidence, resamples=resamples, seed=seed)


def _bootstrap(
    statistic: Callable[[ArrayLike, ArrayLike], float],
    first: ArrayLike,
    second: ArrayLike,
    *,
    groups: Sequence[object] | None,
    confidence: float,
    resamples: int,
    seed: int,
) -> Estimate:
    left, right = np.asarray(first, float), np.asarray(second, float)
    if len(left) < SAMPLES_MIN or np.ptp(left) == 0 or np.ptp(right) == 0:
        return unknown(len(left))
    places = _places_of(groups, len(left))
    random = np.random.default_rng(seed)
    drawn = (
        np.concatenate([places[i] for i in random.integers(len(places), size=len(places))]) for _ in range(resamples)
    )
    values = [statistic(left[chosen], right[chosen]) for chosen in drawn]
    low, high = np.nanquantile(values, [(1 - confidence) / 2, (1 + confidence) / 2])
    return to_estimate(statistic(left, right), low, high, len(left))


def _places_of(groups: Sequence[object] | None, count: int) -> list[np.ndarray]:
    if groups is None:
        return list(np.arange(count).reshape(-1, 1))
    places: dict[object, list[int]] = {}
    for place, group in enumerate(groups):
        places.setdefault(group, []).append(place)
    return [np.array(members) for members in places.values()]


def _correlate(first: np.ndarray, second: np.ndarray) -> float:
    left, right = first - first.mean(), second - second.mean()
    scale = np.sqrt((left @ left) * (right @ right))
    return float(left @ right / scale) if scale else float("nan")
