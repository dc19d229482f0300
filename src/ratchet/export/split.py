"""The split: which items go into which file, and in which order, by the hash of their ids under the seed.

The hash makes a split random, the same every time, and steady: an item stays on its side when others are added.
"""

from dataclasses import dataclass

import numpy as np

LEFT_OUT = -1
TRAIN = 0
VALIDATION = 1


@dataclass(frozen=True, slots=True)
class Split:
    """The side of each item, `LEFT_OUT` for none, and its place in the file of that side."""

    sides: np.ndarray
    places: np.ndarray

    def count(self, side: int) -> int:
        """How many items are on a side."""
        return int(np.count_nonzero(self.sides == side))


def keep_in_order(kept: np.ndarray) -> Split:
    """No split: all that is kept in one file, in the order that it is in."""
    return Split(np.where(kept, TRAIN, LEFT_OUT).astype(np.int8), np.cumsum(kept) - 1)


def split_items(
    hashes: np.ndarray,
    kept: np.ndarray,
    share: float,
    *,
    strata: np.ndarray | None = None,
    groups: np.ndarray | None = None,
) -> Split:
    """A share of what is kept for training, the rest for validation, both shuffled.

    `strata` (a number for each item) are split each by itself; of a `group` all items go to one side.
    """
    sides = np.full(len(hashes), LEFT_OUT, dtype=np.int8)
    positions = np.flatnonzero(kept)
    shuffled = positions[np.argsort(hashes[positions], kind="stable")]
    if groups is not None:
        sides[shuffled] = _split_groups(groups[shuffled], share)
    elif strata is not None:
        for stratum in np.unique(strata[shuffled]):
            of_stratum = shuffled[strata[shuffled] == stratum]
            sides[of_stratum] = _split_ranks(len(of_stratum), share)
    else:
        sides[shuffled] = _split_ranks(len(shuffled), share)
    return Split(sides, _places(shuffled, sides))


def _split_ranks(count: int, share: float) -> np.ndarray:
    trained = max(int(count * share + 1e-9), min(count, 1))
    return (np.arange(count) >= trained).astype(np.int8)


def _split_groups(groups: np.ndarray, share: float) -> np.ndarray:
    """Group by group in the order of their first items, until training has its share, as nearly as groups allow."""
    _, first, numbers, counts = np.unique(groups, return_index=True, return_inverse=True, return_counts=True)
    order = np.argsort(first, kind="stable")
    before = np.cumsum(counts[order]) - counts[order]
    is_trained = np.empty(len(counts), dtype=bool)
    is_trained[order] = before + counts[order] / 2 <= len(groups) * share
    is_trained[order[0]] = True
    return (~is_trained[numbers]).astype(np.int8)


def _places(shuffled: np.ndarray, sides: np.ndarray) -> np.ndarray:
    places = np.zeros(len(sides), dtype=np.int64)
    for side in (TRAIN, VALIDATION):
        of_side = shuffled[sides[shuffled] == side]
        places[of_side] = np.arange(len(of_side))
    return places
