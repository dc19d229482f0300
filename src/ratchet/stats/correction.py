"""What a share or a mean is, once the known errors of its judge are taken out."""

from typing import NamedTuple

import numpy as np
import scipy  # loads its parts when they are used: the server starts without them
from numpy.typing import ArrayLike

from ratchet.stats.estimate import CONFIDENCE, Estimate, to_estimate, unknown


class ErrorRates(NamedTuple):
    """What people found when they looked at some of a judge's verdicts.

    Of `positives` things that people passed, the judge passed `true_positives`; of `negatives` that they failed, it
    failed `true_negatives`.
    """

    true_positives: int
    positives: int
    true_negatives: int
    negatives: int

    @property
    def sensitivity(self) -> float:
        """The share of what is good that the judge passes."""
        return self.true_positives / self.positives

    @property
    def specificity(self) -> float:
        """The share of what is bad that the judge fails."""
        return self.true_negatives / self.negatives


def correct_share(passed: int, count: int, errors: ErrorRates, confidence: float = CONFIDENCE) -> Estimate:
    """The share that is truly good when a judge passed so many (Rogan and Gladen, 1978), from 0 to 1.

    The interval is that of Lang and Reiczigel (2014): it knows that the error rates are estimates too. A judge that is
    no better than chance says nothing: the estimate is unknown.
    """
    if not count or not errors.positives or not errors.negatives:
        return unknown(count)
    skill = errors.sensitivity + errors.specificity - 1
    if skill <= 0:
        return unknown(count)
    value = (passed / count + errors.specificity - 1) / skill
    low, high = _lang_reiczigel(passed, count, errors, float(scipy.stats.norm.ppf((1 + confidence) / 2)))
    return to_estimate(_to_share(value), _to_share(low), _to_share(high), count)


def _to_share(value: float) -> float:
    return min(1.0, max(0.0, value))


def _lang_reiczigel(passed: int, count: int, errors: ErrorRates, z: float) -> tuple[float, float]:
    size = count + z * z
    share = (passed + z * z / 2) / size
    size_positive, size_negative = errors.positives + 2, errors.negatives + 2
    sensitivity = (errors.true_positives + 1) / size_positive
    specificity = (errors.true_negatives + 1) / size_negative
    skill = sensitivity + specificity - 1
    if skill <= 0:
        return 0.0, 1.0
    value = (share + specificity - 1) / skill
    spread_positive = sensitivity * (1 - sensitivity) / size_positive
    spread_negative = specificity * (1 - specificity) / size_negative
    shift = 2 * z * z * (value * spread_positive - (1 - value) * spread_negative)
    variance = share * (1 - share) / size + value**2 * spread_positive + (1 - value) ** 2 * spread_negative
    half = z * np.sqrt(variance) / skill
    return value + shift - half, value + shift + half


class Bias(NamedTuple):
    """How much people's scores are above a judge's of the same things: their mean difference, and its spread."""

    mean: float
    variance: float
    samples: int


def measure_bias(judged: ArrayLike, human: ArrayLike) -> Bias:
    """The difference of people's scores from a judge's, over at least two things that both scored."""
    difference = np.asarray(human, float) - np.asarray(judged, float)
    return Bias(float(difference.mean()), float(difference.var(ddof=1)), difference.size)


def correct_mean(judged: ArrayLike, bias: Bias, confidence: float = CONFIDENCE) -> Estimate:
    """The mean that people would have given to all of what a judge scored.

    The judge's mean plus the bias that people found in a sample: prediction-powered inference (Angelopoulos et al.,
    2023). `judged` are the scores of what people did not look at, or of so much more that it makes no difference.
    """
    scores = np.asarray(judged, float)
    if scores.size < 2 or bias.samples < 2:
        return unknown(scores.size)
    value = scores.mean() + bias.mean
    variance = scores.var(ddof=1) / scores.size + bias.variance / bias.samples
    half = scipy.stats.t.ppf((1 + confidence) / 2, bias.samples - 1) * np.sqrt(variance)
    return to_estimate(value, value - half, value + half, scores.size)
