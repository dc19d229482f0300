"""How far two raters agree on categories: the share, Cohen's kappa, and who said what."""

from collections import Counter
from collections.abc import Hashable, Sequence
from typing import Generic, NamedTuple, TypeVar

import numpy as np
import scipy  # loads its parts when they are used: the server starts without them

from ratchet.stats.estimate import CONFIDENCE, Estimate, estimate_share, to_estimate, unknown

C = TypeVar("C", bound=Hashable)


class Confusion(NamedTuple, Generic[C]):
    """How often the first rater said a row's category where the second said a column's."""

    categories: tuple[C, ...]
    counts: tuple[tuple[int, ...], ...]


def count_confusion(pairs: Sequence[tuple[C, C]]) -> Confusion[C]:
    """A table of what two raters said of the same things; categories in the order of their names."""
    seen = Counter(pairs)
    categories = tuple(sorted({rating for pair in seen for rating in pair}, key=str))
    counts = tuple(tuple(seen[row, column] for column in categories) for row in categories)
    return Confusion(categories, counts)


def estimate_agreement(confusion: Confusion[C], confidence: float = CONFIDENCE) -> Estimate:
    """The share on which both said the same."""
    table = _to_table(confusion)
    return estimate_share(int(table.trace()), int(table.sum()), confidence)


def estimate_kappa(confusion: Confusion[C], confidence: float = CONFIDENCE) -> Estimate:
    """Cohen's kappa: the agreement beyond what chance gives; 1 is perfect, 0 chance.

    Its variance is that of Fleiss, Cohen and Everitt (1969). Where both raters know one category only, there is no
    kappa.
    """
    table = _to_table(confusion)
    count = int(table.sum())
    if len(confusion.categories) < 2:
        return unknown(count)
    shares = table / count
    first, second = shares.sum(axis=1), shares.sum(axis=0)
    observed, chance = shares.trace(), first @ second
    if chance >= 1:
        return unknown(count)
    kappa = (observed - chance) / (1 - chance)
    half = scipy.stats.norm.ppf((1 + confidence) / 2) * np.sqrt(_kappa_variance(shares, kappa, chance) / count)
    return to_estimate(kappa, max(-1.0, kappa - half), min(1.0, kappa + half), count)


def _kappa_variance(shares: np.ndarray, kappa: float, chance: float) -> float:
    first, second = shares.sum(axis=1), shares.sum(axis=0)
    weights = (second[:, None] + first[None, :]) * (1 - kappa)
    diagonal = np.diag(shares) @ (1 - np.diag(weights)) ** 2
    others = (shares * (weights**2)).sum() - np.diag(shares) @ np.diag(weights) ** 2
    rest = (kappa - chance * (1 - kappa)) ** 2
    return max(0.0, (diagonal + others - rest) / (1 - chance) ** 2)


def _to_table(confusion: Confusion[C]) -> np.ndarray:
    size = len(confusion.categories)
    return np.array(confusion.counts, int).reshape(size, size)
