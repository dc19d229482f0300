"""Examples that are near the query and far from each other: maximal marginal relevance."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def diversify(relevance: ArrayLike, likeness: NDArray[np.float64], *, diversity: float) -> list[int]:
    """The order in which to take things, each the best beside those before it (Carbonell and Goldstein, 1998).

    `relevance` is what each is worth by itself, from 0 to 1, and `likeness` how much each is like each other; with
    `diversity` 0 only the first counts, with 1 only the second.
    """
    worth = (1 - diversity) * np.asarray(relevance, float)
    left = list(range(len(worth)))
    nearest = np.zeros(len(worth))
    taken: list[int] = []
    while left:
        best = max(left, key=lambda place: worth[place] - diversity * nearest[place])
        left.remove(best)
        taken.append(best)
        nearest = np.maximum(nearest, likeness[best])
    return taken
