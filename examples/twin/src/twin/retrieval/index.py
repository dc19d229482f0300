"""An index of passages that ranks them by BM25 (Robertson and Zaragoza 2009), in plain Python."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from twin.retrieval.passages import Passage
from twin.retrieval.words import to_stems

K1 = 1.2
B = 0.75


class Hit(NamedTuple):
    """A passage, and how well it fits."""

    passage: Passage
    score: float


class Index:
    """Passages of one twin, ready to be searched."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._passages = passages
        self._counts = [Counter(to_stems(f"{one.title} {one.text}")) for one in passages]
        self._lengths = [counts.total() for counts in self._counts]
        self._mean_length = sum(self._lengths) / max(1, len(passages))
        self._rarity = _to_rarity(self._counts)

    def search(
        self, query: str, *, k: int, favours: Mapping[str, float] | None = None, kinds: Sequence[str] = ()
    ) -> list[Hit]:
        """The `k` passages that fit best, the best document first, in its order.

        `favours` weighs kinds of documents. Where `kinds` says which ones are wanted at all, something is always found.
        """
        stems = set(to_stems(query))
        weights = favours or {}
        hits = [
            Hit(passage, self._score(place, stems) * weights.get(passage.kind, 1.0))
            for place, passage in enumerate(self._passages)
            if not kinds or passage.kind in kinds
        ]
        best = sorted((hit for hit in hits if hit.score > 0 or kinds), key=lambda hit: -hit.score)
        return _arrange(best[:k])

    def _score(self, place: int, stems: set[str]) -> float:
        counts = self._counts[place]
        damping = K1 * (1 - B + B * self._lengths[place] / self._mean_length)
        return sum(
            self._rarity[stem] * counts[stem] * (K1 + 1) / (counts[stem] + damping) for stem in stems if stem in counts
        )


def _arrange(hits: Sequence[Hit]) -> list[Hit]:
    documents = list(dict.fromkeys(hit.passage.document_id for hit in hits))
    return sorted(hits, key=lambda hit: (documents.index(hit.passage.document_id), hit.passage.place))


def _to_rarity(counts: Sequence[Counter[str]]) -> Mapping[str, float]:
    """How much each stem tells: the rarer, the more."""
    holding = Counter(stem for one in counts for stem in one)
    return {stem: math.log(1 + (len(counts) - n + 0.5) / (n + 0.5)) for stem, n in holding.items()}
