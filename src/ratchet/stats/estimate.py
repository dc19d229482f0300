"""An estimate: a number, the interval that it lies in, and how many samples it rests on."""

import math
from dataclasses import dataclass

import numpy as np
import scipy  # loads its parts when they are used: the server starts without them
from numpy.typing import ArrayLike

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its interval; all `None` where there are too few samples to say."""

    value: float | None
    low: float | None
    high: float | None
    samples: int


def to_estimate(value: float, low: float, high: float, samples: int) -> Estimate:
    """An estimate of finite numbers; what is not a number is `None`."""
    return Estimate(_to_finite(value), _to_finite(low), _to_finite(high), samples)


def unknown(samples: int = 0) -> Estimate:
    """What too few samples give."""
    return Estimate(None, None, None, samples)


def estimate_share(hits: int, count: int, confidence: float = CONFIDENCE) -> Estimate:
    """A share of a count, with Wilson's interval."""
    if not count:
        return unknown()
    interval = scipy.stats.binomtest(hits, count).proportion_ci(confidence, method="wilson")
    return to_estimate(hits / count, interval.low, interval.high, count)


def estimate_mean(values: ArrayLike, confidence: float = CONFIDENCE) -> Estimate:
    """A mean, with Student's interval; a single value has none."""
    samples = np.asarray(values, float)
    if samples.size == 0:
        return unknown()
    deviation = float(samples.std(ddof=1)) if samples.size > 1 else 0.0
    return estimate_mean_of(float(samples.mean()), deviation, samples.size, confidence)


def estimate_mean_of(mean: float, deviation: float, count: int, confidence: float = CONFIDENCE) -> Estimate:
    """A mean of which the standard deviation is known, with Student's interval; a single value has none."""
    if count < 2:
        return Estimate(mean, None, None, count)
    half = scipy.stats.t.ppf((1 + confidence) / 2, count - 1) * deviation / math.sqrt(count)
    return to_estimate(mean, mean - half, mean + half, count)


def quantile_levels(level: float, count: int, confidence: float = CONFIDENCE) -> tuple[float | None, float | None]:
    """Between which quantiles of a sample a quantile lies of what it was drawn from; `None` where that is beyond it.

    How many values lie below a quantile is binomial, whatever the distribution (Conover, Practical Nonparametric
    Statistics, 3.2).
    """
    low, high = scipy.stats.binom.interval(confidence, count, level)
    return (low / count if low > 0 else None, (high + 1) / count if high < count else None)


def _to_finite(number: float) -> float | None:
    return float(number) if math.isfinite(number) else None
