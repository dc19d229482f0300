"""Non-inferiority: whether a drop of the margin is ruled out, shown, or neither."""

import math
from typing import NamedTuple

from ratchet.stats.drop import RESAMPLES, Pairs, estimate_drop, p_of_excess, p_of_shortfall
from ratchet.stats.estimate import Estimate
from ratchet.stats.power import fewest_items, items_to_settle

# Another sample may rest on fewer of its items than this one.
_SPARE = 1.1


class Decision(NamedTuple):
    """The drop with its interval, and on which side of the margin all of it lies, if it does.

    `p_excluded` is how likely so good a candidate would be after a drop of the margin, `p_shown` how likely so bad a
    one.
    """

    drop: Estimate
    is_excluded: bool
    is_shown: bool
    p_excluded: float
    p_shown: float


def decide(pairs: Pairs, margin: float, *, error_rate: float, resamples: int = RESAMPLES, seed: int = 0) -> Decision:
    """Hold a drop against the margin; either answer is wrong with a probability of the error rate.

    The interval has the error rate on each side, so that it is one of 90 % for 5 % (as for a test of non-inferiority,
    ICH E9, 1998). The interval has to say so and a t test has to agree: simulated, either alone errs somewhat too often
    in populations that the other knows better (`benchmarks/verdicts.py`). Nothing is excluded by so few samples that
    a loss of everything in some of them might hardly have shown: what never varied has an interval of no width.
    """
    drop = estimate_drop(pairs, confidence=1 - 2 * error_rate, resamples=resamples, seed=seed)
    p_excluded, p_shown = p_of_excess(pairs, margin), p_of_shortfall(pairs, margin)
    is_enough = pairs.effective_size >= fewest_items(margin, error_rate)
    return Decision(
        drop,
        is_excluded=drop.high is not None and drop.high < margin and p_excluded <= error_rate and is_enough,
        is_shown=drop.low is not None and drop.low >= margin and p_shown <= error_rate,
        p_excluded=p_excluded,
        p_shown=p_shown,
    )


def items_needed(pairs: Pairs, distance: float, *, error_rate: float) -> int | None:
    """How many items like these tell a drop from one that is so far away, in 4 of 5 cases; `None` for no number."""
    if len(pairs.sizes) < 2:
        return None
    points = pairs.to_points(distance)
    items = items_to_settle(pairs.item_variance, points, error_rate=error_rate)
    if items is None or not pairs.effective_size:
        return None
    each = float(pairs.sizes.sum()) / pairs.effective_size
    return max(items, math.ceil(_SPARE * fewest_items(abs(distance), error_rate) * each))
