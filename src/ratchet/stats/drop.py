"""How far a mean has dropped from a baseline's, over the same items, and how sure that is."""

import warnings
from collections.abc import Hashable, Sequence
from typing import NamedTuple

import numpy as np
import scipy  # loads its parts when they are used: the server starts without them
from numpy.typing import NDArray

from ratchet.stats.estimate import Estimate, to_estimate, unknown

RESAMPLES = 9999
# From so many independent samples on, a ratio of means is as good as normal, and resampling only slow.
BOOTSTRAPPED_MAX = 5000
_DRAWN_AT_ONCE = 2_000_000

Array = NDArray[np.float64]


class Pairs(NamedTuple):
    """A baseline's and a candidate's scores of the same items, summed over what is not independent.

    `sizes` says how many items a sum is of. `is_relative`: a drop is a share of the baseline's mean, else a plain
    difference of the means.
    """

    baseline: Array
    candidate: Array
    sizes: Array
    is_relative: bool = True

    @property
    def baseline_mean(self) -> float:
        return float(self.baseline.sum() / self.sizes.sum())

    @property
    def candidate_mean(self) -> float:
        return float(self.candidate.sum() / self.sizes.sum())

    @property
    def drop(self) -> float:
        """How much lower the candidate is; less than 0 where it is higher."""
        sums = (sums.sum() for sums in (self.baseline, self.candidate, self.sizes))
        with np.errstate(divide="ignore", invalid="ignore"):
            return float(_drop(*sums, is_relative=self.is_relative))

    @property
    def item_variance(self) -> float:
        """The variance of an item's difference, as much larger as what is not independent differs alike."""
        count, items = len(self.sizes), float(self.sizes.sum())
        if count < 2:
            return float("nan")
        lost = self.beyond(0.0)
        lost = lost - self.sizes * lost.sum() / items
        return float((lost**2).sum() * count / (count - 1) / items)

    @property
    def effective_size(self) -> float:
        """How many equal samples would say as much: few, where a few make up most of the baseline (Kish, 1965)."""
        return _effective_size(self.baseline if self.is_relative else self.sizes)

    @property
    def effective_differences(self) -> float:
        """The same of what the candidate differs by from the drop of them all: few, where a few are lost entirely."""
        return _effective_size(np.abs(self.beyond(self.drop)))

    def to_points(self, drop: float) -> float:
        """A drop as a difference of means."""
        return drop * self.baseline_mean if self.is_relative else drop

    def beyond(self, margin: float) -> Array:
        """By how much each sum of the candidate is above what a drop of the margin would leave of it."""
        allowed = margin * (self.baseline if self.is_relative else self.sizes)
        return self.candidate - self.baseline + allowed


def to_pairs(
    baseline: Sequence[float],
    candidate: Sequence[float],
    clusters: Sequence[Hashable] | None = None,
    *,
    is_relative: bool = True,
) -> Pairs:
    """Scores of the same items, in the same order; items of one cluster (a session, a task) are not independent."""
    before, after = np.asarray(baseline, float), np.asarray(candidate, float)
    places = np.arange(len(before)) if clusters is None else _number(clusters)
    return Pairs(_sum(places, before), _sum(places, after), _sum(places, np.ones(len(before))), is_relative)


def estimate_drop(pairs: Pairs, *, confidence: float, resamples: int = RESAMPLES, seed: int = 0) -> Estimate:
    """The drop with a two-sided interval; the same pairs give the same interval.

    Bias-corrected and accelerated bootstrap (Efron, 1987) of whole clusters, at a level that makes up for how narrow
    it is with few samples (Hesterberg, 2015), or where few of them make the difference. Where every sample says the
    same, that is the interval. Of very many, Fieller's (1954), which needs no resampling.
    """
    count = len(pairs.sizes)
    if count < 2 or (pairs.is_relative and pairs.baseline.sum() <= 0):
        return unknown(count) if count < 1 else Estimate(_to_finite(pairs.drop), None, None, count)
    drop = pairs.drop
    if not np.any(np.abs(pairs.beyond(drop)) > 1e-12 * max(1.0, float(np.abs(pairs.baseline).max()))):
        return to_estimate(drop, drop, drop, count)
    bounds = _fieller(pairs, confidence) if count > BOOTSTRAPPED_MAX else _bca(pairs, confidence, resamples, seed)
    return to_estimate(drop, *bounds, count)


def p_of_excess(pairs: Pairs, margin: float) -> float:
    """How likely so good a candidate would be if it had dropped by the margin or more: a one-sided t test."""
    return _p_above(pairs.beyond(margin))


def p_of_shortfall(pairs: Pairs, margin: float) -> float:
    """How likely so bad a candidate would be if it had dropped by the margin or less: a one-sided t test."""
    return _p_above(-pairs.beyond(margin))


def _p_above(values: Array) -> float:
    if len(values) < 2:
        return 1.0
    error = float(scipy.stats.sem(values))
    if error <= 1e-12 * max(1.0, float(np.abs(values).max())):
        return 0.0 if values.mean() > error else 1.0
    return float(scipy.stats.t.sf(values.mean() / error, len(values) - 1))


def _bca(pairs: Pairs, confidence: float, resamples: int, seed: int) -> tuple[float, float]:
    def statistic(baseline: Array, candidate: Array, sizes: Array, axis: int = -1) -> Array:
        sums = (sums.sum(axis=axis) for sums in (baseline, candidate, sizes))
        return _drop(*sums, is_relative=pairs.is_relative)

    count = len(pairs.sizes)
    with warnings.catch_warnings(), np.errstate(divide="ignore", invalid="ignore"):
        warnings.simplefilter("ignore")  # a resample without a single good score has no drop; there are few
        interval = scipy.stats.bootstrap(
            (pairs.baseline, pairs.candidate, pairs.sizes),
            statistic,
            n_resamples=resamples,
            batch=max(1, _DRAWN_AT_ONCE // count),
            vectorized=True,
            paired=True,
            confidence_level=_expand(confidence, max(2.0, pairs.effective_differences)),
            method="BCa",
            rng=np.random.default_rng(seed),
        ).confidence_interval
    return float(interval.low), float(interval.high)


def _expand(confidence: float, count: float) -> float:
    """The level at which percentiles of a bootstrap are as wide as Student's interval is."""
    quantile = scipy.stats.t.ppf((1 + confidence) / 2, count - 1) * np.sqrt(count / (count - 1))
    return float(1 - 2 * scipy.stats.norm.sf(quantile))


def _fieller(pairs: Pairs, confidence: float) -> tuple[float, float]:
    """The margins at which a t test of `Pairs.beyond` just does not decide: the roots of a quadratic."""
    per = pairs.baseline if pairs.is_relative else pairs.sizes
    lost = pairs.baseline - pairs.candidate
    covariance = np.cov(per, lost) / len(per)
    quantile = scipy.stats.t.ppf((1 + confidence) / 2, len(per) - 1) ** 2
    square = per.mean() ** 2 - quantile * covariance[0, 0]
    linear = per.mean() * lost.mean() - quantile * covariance[0, 1]
    constant = lost.mean() ** 2 - quantile * covariance[1, 1]
    spread = linear**2 - square * constant
    if square <= 0 or spread < 0:
        return -np.inf, np.inf
    return float((linear - np.sqrt(spread)) / square), float((linear + np.sqrt(spread)) / square)


def _drop(baseline: Array, candidate: Array, sizes: Array, *, is_relative: bool) -> Array:
    return (baseline - candidate) / (baseline if is_relative else sizes)


def _sum(places: NDArray[np.intp], values: Array) -> Array:
    return np.asarray(np.bincount(places, values), np.float64)


def _effective_size(weights: Array) -> float:
    squares = float((weights**2).sum())
    return float(weights.sum() ** 2 / squares) if squares else 0.0


def _number(clusters: Sequence[Hashable]) -> NDArray[np.intp]:
    places: dict[Hashable, int] = {}
    return np.array([places.setdefault(cluster, len(places)) for cluster in clusters], np.intp)


def _to_finite(number: float) -> float | None:
    return number if np.isfinite(number) else None
