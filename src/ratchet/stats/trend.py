"""Trend: how much a measure changes from one step to the next."""

import numpy as np
import scipy  # loads its parts when they are used: the server starts without them
from numpy.typing import ArrayLike

from ratchet.stats.estimate import CONFIDENCE, Estimate, to_estimate, unknown

SAMPLES_MIN = 3


def estimate_slope(steps: ArrayLike, values: ArrayLike, confidence: float = CONFIDENCE) -> Estimate:
    """The change per step, by least squares, with Student's interval; it takes the deviations to be independent.

    Fewer than three values have no slope. Values that lie on a line have one without an interval: no deviation is to
    be seen, and that there is none cannot be concluded.
    """
    x, y = np.asarray(steps, float), np.asarray(values, float)
    if y.size < SAMPLES_MIN or np.ptp(x) == 0:
        return unknown(y.size)
    centred = x - x.mean()
    spread = float(centred @ centred)
    slope = float(centred @ y) / spread
    residuals = y - y.mean() - slope * centred
    error = np.sqrt(float(residuals @ residuals) / (y.size - 2) / spread)
    if error < np.finfo(float).eps:
        return to_estimate(slope, np.nan, np.nan, y.size)
    half = scipy.stats.t.ppf((1 + confidence) / 2, y.size - 2) * error
    return to_estimate(slope, slope - half, slope + half, y.size)
