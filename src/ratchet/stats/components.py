"""Where the spread of scores comes from: the items, the runs, or the judge."""

from collections.abc import Hashable, Iterable, Sequence
from typing import NamedTuple

import numpy as np


class Components(NamedTuple):
    """Variances: between items, from one run to another of the same item, and of the judge about the same answer.

    `None` where nothing was repeated that would tell. Where the judge's is known, the runs' is without it.
    """

    items: float | None
    runs: float | None
    judge: float | None
    repeats: int

    @property
    def noise(self) -> float | None:
        """The variance of one score about its item's mean, whatever it comes from."""
        return None if self.runs is None else self.runs + (self.judge or 0.0)


class Scored(NamedTuple):
    """One score of an item; `answer` is the same for the same answer."""

    item: Hashable
    answer: Hashable
    value: float


def split_variance(scores: Sequence[Scored]) -> Components:
    """The components of the variance of scores, by the method of moments.

    One-way analysis of variance with unequal groups (Searle, Casella and McCulloch, 1992, section 3.6); below 0 is 0.
    What the same judge said of word for word the same answer to the same item differs by the judge alone.
    """
    by_item = _group((score.item, score.value) for score in scores)
    noise, repeats = _pool(by_item)
    judge, _ = _pool(_group(((score.item, score.answer), score.value) for score in scores))
    runs = None if noise is None else max(0.0, noise - (judge or 0.0))
    return Components(_between(by_item, noise), runs, judge, repeats)


def _group(values: Iterable[tuple[Hashable, float]]) -> list[np.ndarray]:
    groups: dict[Hashable, list[float]] = {}
    for key, value in values:
        groups.setdefault(key, []).append(value)
    return [np.array(group) for group in groups.values()]


def _pool(groups: Sequence[np.ndarray]) -> tuple[float | None, int]:
    """The mean square within groups, and how many values it rests on beyond the first of each group."""
    freedom = sum(len(group) - 1 for group in groups)
    if not freedom:
        return None, 0
    return float(sum(((group - group.mean()) ** 2).sum() for group in groups) / freedom), freedom


def _between(groups: Sequence[np.ndarray], noise: float | None) -> float | None:
    if len(groups) < 2:
        return None
    if noise is None:
        return float(np.var([group[0] for group in groups], ddof=1))
    sizes = np.array([len(group) for group in groups])
    means = np.array([group.mean() for group in groups])
    count = sizes.sum()
    square = (sizes * (means - sizes @ means / count) ** 2).sum() / (len(groups) - 1)
    typical_size = (count - (sizes**2).sum() / count) / (len(groups) - 1)
    return max(0.0, float((square - noise) / typical_size))
