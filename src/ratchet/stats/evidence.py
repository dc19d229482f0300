"""Evidence that a limit is crossed, which may be looked at again and again: e-values, as natural logarithms.

An e-value is the capital of somebody who bets that the limit is crossed, in games that are fair or worse while it is
not. At any one start, capital of N is ever reached with a probability of at most 1/N, however often one looks (Ville,
1939). Who begins to bet anew at every look reaches N, while nothing is wrong, after N looks on average at the earliest
(Shin, Ramdas and Rinaldo, 2023, "E-detectors: a nonparametric framework for sequential change detection").
"""

import math
from collections.abc import Sequence

import scipy  # loads its parts when they are used: the server starts without them

STAKES = (0.02, 0.05, 0.1, 0.2, 0.4, 0.8)
"""What is staked on means, as parts of all that can be staked; a sixth of the money on each."""

_TIMES = 4
# How much a mean is expected to be off, in samples that it takes to tell; of sums there is only one.
_MEAN_SCALE = 10.0
_SUM_SCALE = 0.1


def weigh_share(hits: int, count: int, limit: float) -> float:
    """Evidence that so many of a count come from a share above a limit.

    A mixture of likelihood ratios over all shares above it (Robbins, 1970), most of it up to a few times the limit,
    where shares are that are worth telling from it: by a beta distribution that is cut off at the limit.
    """
    if limit >= 1 or not count:
        return 0.0
    if limit <= 0:
        return math.inf if hits else 0.0
    special = scipy.special
    fall = max(1.0, 1 / (_TIMES * limit))
    above = float(special.betaincc(1 + hits, fall + count - hits, limit))
    if above == 0:
        return -math.inf
    prior = fall * math.log1p(-limit) - math.log(fall)
    mixed = float(special.betaln(1 + hits, fall + count - hits)) + math.log(above) - prior
    return mixed - hits * math.log(limit) - (count - hits) * math.log1p(-limit)


def bets_below(limit: float) -> tuple[float, ...]:
    """Bets that the mean of values from 0 to 1 is below a limit.

    Each value v turns the money on a bet b into 1 + b(limit - v) of it (Waudby-Smith and Ramdas, 2024).
    """
    return tuple(stake / (1 - limit) for stake in STAKES) if limit < 1 else ()


def weigh_bets(wealth: Sequence[float]) -> float:
    """Evidence that bets have gathered, from the logarithms of what each has won."""
    if not wealth:
        return 0.0
    highest = max(wealth)
    return highest + math.log(sum(math.exp(won - highest) for won in wealth) / len(wealth))


def weigh_mean(excess: float, deviation: float, count: int) -> float:
    """Evidence that a mean exceeds a limit by more than 0, from its excess and the values' standard deviation.

    For values without bounds; holds for many samples (asymptotic: Waudby-Smith, Arbour et al., 2024).
    """
    if deviation <= 0 or not count:
        return math.inf if excess > 0 and count else 0.0
    return _mix(excess / deviation * count, count, _MEAN_SCALE)


def weigh_sum(total: float, limit: float, *, per_value: float) -> float:
    """Evidence that a sum of independent events exceeds a limit; turned around, that it falls short of it.

    `per_value` is how much an event brings, by which sums spread: their variance is that much times the limit.
    """
    if limit <= 0 or per_value <= 0:
        return math.inf if total > limit else 0.0
    return _mix((total - limit) / math.sqrt(limit * per_value), 1, _SUM_SCALE)


def _mix(total: float, variance: float, scale: float) -> float:
    """A mixture over normal drifts that go up (Howard et al., 2021, "Time-uniform Chernoff bounds", one-sided)."""
    spread = variance + scale
    chance = float(scipy.special.log_ndtr(total / math.sqrt(spread)))
    return math.log(2) + 0.5 * math.log(scale / spread) + total * total / (2 * spread) + chance
