"""Non-inferiority: whether a drop of the margin is ruled out, shown, or neither."""

import math
from typing import NamedTuple

from ratchet.stats.drop import RESAMPLES, Pairs, estimate_drop
from ratchet.stats.estimate import Estimate
from ratchet.stats.power import fewest_items, items_to_settle


class Decision(NamedTuple):
    """The drop with its interval, and on which side of the margin all of it lies, if it does."""

    drop: Estimate
    is_excluded: bool
    is_shown: bool


def decide(pairs: Pairs, margin: float, *, error_rate: float, resamples: int = RESAMPLES, seed: int = 0) -> Decision:
    """Hold the interval of a drop against the margin; either answer is wrong with a probability of the error rate.

    The interval has the error rate on each side, so that it is one of 90 % for 5 % (as for a test of non-inferiority,
    ICH E9, 1998). It excludes nothing where so few samples could not have shown a loss of everything in a few of them:
    what was never seen to vary has an interval of no width.
    """
    drop = estimate_drop(pairs, confidence=1 - 2 * error_rate, resamples=resamples, seed=seed)
    if drop.low is None or drop.high is None:
        return Decision(drop, is_excluded=False, is_shown=False)
    is_enough = pairs.effective_size >= fewest_items(margin, error_rate)
    return Decision(drop, is_excluded=is_enough and drop.high < margin, is_shown=drop.low >= margin)


def items_needed(pairs: Pairs, distance: float, *, error_rate: float) -> int | None:
    """How many items like these tell a drop from one that is so far away, in 4 of 5 cases; `None` for no number."""
    if len(pairs.sizes) < 2:
        return None
    points = pairs.to_points(distance)
    items = items_to_settle(pairs.item_variance, points, error_rate=error_rate)
    if items is None or not pairs.effective_size:
        return None
    each = float(pairs.sizes.sum()) / pairs.effective_size
    return max(items, math.ceil(fewest_items(abs(distance), error_rate) * each))
