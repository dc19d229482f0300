"""A test that may be looked at after every sample: bets against a drop of the margin.

Whoever bets on a game that is fair or worse multiplies their money by 1/e with a probability of at most e, however
often they look (Ville, 1939). So capital of 1/e refutes that the game was fair, with an error rate of e. The stakes are
those of Waudby-Smith and Ramdas (2024, "Estimating means of bounded random variables by betting", section B.3).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

# A stake of all would let one bad sample ruin it for good.
_STAKE_MAX = 0.75
# One imagined sample, so that the first stakes are not wild.
_VARIANCE_FIRST = 0.25
_GRID = np.linspace(-1.0, 1.0, 401)

Array = NDArray[np.float64]


class Looks(NamedTuple):
    """After how many samples a drop of the margin was first excluded, and first shown; 0 for never.

    Both p hold however often one looked: the reciprocal of the most that a bet ever had.
    """

    excluded_after: int
    shown_after: int
    p_excluded: float
    p_shown: float


def follow(baseline: ArrayLike, candidate: ArrayLike, *, margin: float, error_rate: float) -> Looks:
    """Look after every pair of scores from 0 to 1, in an order that was drawn before they were known.

    Each of the two is wrong at any look with a probability of at most the error rate.
    """
    before, after = np.asarray(baseline, float), np.asarray(candidate, float)
    limit = np.log(1 / error_rate)
    higher, lower = _capital(before, after, margin, 1), _capital(before, after, margin, -1)
    return Looks(_first(higher >= limit), _first(lower >= limit), _to_p(higher), _to_p(lower))


def bound_drop(baseline: ArrayLike, candidate: ArrayLike, *, error_rate: float) -> tuple[float, float]:
    """The least and the greatest drop that no bet has refuted at any look: an interval that held at all of them.

    Either end is wrong with a probability of at most the error rate.
    """
    before, after = np.asarray(baseline, float), np.asarray(candidate, float)
    if not len(before):
        return float(_GRID[0]), float(_GRID[-1])
    limit = np.log(1 / error_rate)
    least = next((drop for drop in _GRID if _capital(before, after, drop, -1).max() < limit), _GRID[-1])
    greatest = next((drop for drop in _GRID[::-1] if _capital(before, after, drop, 1).max() < limit), _GRID[0])
    return float(least), float(greatest)


def _capital(before: Array, after: Array, margin: float, side: int) -> Array:
    """The logarithm of the capital after each pair, betting that the drop is less (1) or more (-1) than the margin."""
    kept = 1 - margin
    gains = side * (after - kept * before)
    lowest = kept if side == 1 else 1.0
    return np.cumsum(np.log1p(_stakes(gains, lowest) * gains))


def _stakes(gains: Array, lowest: float) -> Array:
    """What is staked on each gain, by the mean and variance of those before it; never what the lowest would ruin."""
    seen = np.arange(1, len(gains) + 1)
    mean = np.concatenate([[0.0], np.cumsum(gains)[:-1]]) / seen
    squares = np.concatenate([[0.0], np.cumsum(gains**2)[:-1]])
    second = (squares + _VARIANCE_FIRST) / seen  # the second moment: variance plus squared mean
    return np.clip(mean / second, 0.0, _STAKE_MAX / max(lowest, 1e-9))


def _first(is_reached: NDArray[np.bool_]) -> int:
    return int(is_reached.argmax()) + 1 if is_reached.any() else 0


def _to_p(capital: Array) -> float:
    return float(np.exp(-max(0.0, capital.max(initial=0.0))))
