"""Pass or fail, before and after: whether as many flipped one way as the other."""

from collections.abc import Sequence
from typing import NamedTuple

import scipy  # loads its parts when they are used: the server starts without them


class Flips(NamedTuple):
    """How many passed and now fail, how many failed and now pass, and how likely so many more fail by chance."""

    worse: int
    better: int
    p: float


def count_flips(baseline: Sequence[bool], candidate: Sequence[bool]) -> Flips:
    """McNemar's test (1947), exact and one-sided: of those that flipped, half are worse if nothing has changed."""
    both = list(zip(baseline, candidate, strict=True))
    worse, better = both.count((True, False)), both.count((False, True))
    flipped = worse + better
    p = float(scipy.stats.binomtest(worse, flipped, 0.5, alternative="greater").pvalue) if flipped else 1.0
    return Flips(worse, better, p)
