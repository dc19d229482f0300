"""How near each example of a pool is to a query."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ratchet.fewshot.pool import Pool
from ratchet.text.bm25 import Bm25
from ratchet.text.words import to_content_stems

Array = NDArray[np.float32]


class Ranking(Protocol):
    """Says of a pool's examples how near they are to a query, and to each other."""

    pool: Pool

    def score(self, query: str) -> Array:
        """How near each example is; 0 for one that has nothing in common with the query."""
        ...

    def compare(self, places: Sequence[int]) -> NDArray[np.float64]:
        """How near some examples are to each other, from 0 to 1: a row and a column for each."""
        ...


class RankingByWords:
    """By the telling words that texts share: BM25 for the query, the share of words for each other."""

    def __init__(self, pool: Pool, stems: Mapping[str, Sequence[str]]) -> None:
        """`stems` are those of queries that are known already, by their fingerprints."""
        self.pool = pool
        self.stems: Mapping[str, Sequence[str]] = {
            entry.fingerprint: stems.get(entry.fingerprint) or to_content_stems(entry.example.query)
            for entry in pool.entries
        }
        self._index = Bm25([self.stems[entry.fingerprint] for entry in pool.entries])

    def score(self, query: str) -> Array:
        return self._index.score(query)

    def compare(self, places: Sequence[int]) -> NDArray[np.float64]:
        words = [frozenset(self.stems[self.pool.entries[place].fingerprint]) for place in places]
        return np.array([[_jaccard(one, other) for other in words] for one in words], np.float64)


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared) if shared else 0.0
