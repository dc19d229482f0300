"""How much it takes to see a drop: items, repeats, or the least drop that so many show. Normal approximations."""

import math
from typing import NamedTuple

import scipy  # loads its parts when they are used: the server starts without them

POWER = 0.80


class Differences(NamedTuple):
    """What is known of an item's difference between two runs: its variance, and the part that repeats would lower.

    `lasting` is how differently items truly respond to the change; `noise` is the variance of a single score about
    its item's mean in one run, which each of the runs brings.
    """

    lasting: float
    noise: float

    def variance(self, repeats: int) -> float:
        """The variance of an item's difference when both runs repeat every item so often."""
        return self.lasting + 2 * self.noise / repeats


def items_to_settle(variance: float, distance: float, *, error_rate: float, power: float = POWER) -> int | None:
    """How many items tell a drop from one that is `distance` away, both as a difference of means; `None`: no number.

    The usual formula for a one-sided test (Julious, 2004, section 3): squares of quantiles over the distance.
    """
    if distance == 0:
        return None
    return math.ceil(variance * (_reach(error_rate, power) / distance) ** 2)


def repeats_to_settle(
    differences: Differences, items: int, distance: float, *, error_rate: float, power: float = POWER
) -> int | None:
    """How often to ask each of so many items, in both runs, to tell drops apart; `None`: repeats alone never do."""
    allowed = items * (distance / _reach(error_rate, power)) ** 2
    left = allowed - differences.lasting
    if left <= 0 or distance == 0:
        return None
    return max(1, math.ceil(2 * differences.noise / left))


def least_distance(variance: float, items: int, *, error_rate: float, power: float = POWER) -> float:
    """The least difference of means that so many items show."""
    return _reach(error_rate, power) * math.sqrt(variance / items)


def fewest_items(margin: float, error_rate: float) -> int:
    """From how many items on a loss of everything in a share `margin` of them seldom shows in fewer than two.

    With fewer, a sample says too little of rare losses to exclude them.
    """
    if not 0 < margin < 1:
        return 1
    return int(scipy.stats.nbinom.ppf(1 - error_rate, 2, margin)) + 2


def _reach(error_rate: float, power: float) -> float:
    return float(scipy.stats.norm.ppf(1 - error_rate) + scipy.stats.norm.ppf(power))
