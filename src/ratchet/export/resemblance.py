"""Items that say nearly the same: by MinHash over runs of words, so that a million can be compared."""

from collections.abc import Sequence
from zlib import crc32

from datasketch import MinHash, MinHashLSH

from ratchet.text.words import to_words

_THRESHOLD = 0.85
_PERMUTATIONS = 64
_SHINGLE = 3
_SCHEME = "affine32"
# What stands at the end of a long text hardly tells it from another, and would take long to hash.
_WORDS_MAX = 2_000


class Resemblance:
    """Finds for each text an earlier one that is nearly the same: a Jaccard similarity of about 0.85 and more."""

    def __init__(self) -> None:
        # Made once: each sketch would make its own, which takes longer than all the rest.
        self._permutations = MinHash(num_perm=_PERMUTATIONS, seed=1, scheme=_SCHEME).permutations
        self._index = MinHashLSH(threshold=_THRESHOLD, num_perm=_PERMUTATIONS)
        self.pairs: list[tuple[int, int]] = []

    def add(self, position: int, text: str) -> int | None:
        """Remember a text, and give the position of one that it nearly repeats; that one stands for both."""
        words = to_words(text[: _WORDS_MAX * 20])[:_WORDS_MAX]
        if not words:
            return None
        sketch = MinHash(num_perm=_PERMUTATIONS, hashfunc=crc32, permutations=self._permutations, scheme=_SCHEME)
        sketch.update_batch(_shingles(words))
        found = sorted(int(str(place)) for place in self._index.query(sketch))
        if found:
            self.pairs.append((found[0], position))
            return found[0]
        self._index.insert(position, sketch)
        return None


def _shingles(words: Sequence[str]) -> list[bytes]:
    if len(words) < _SHINGLE:
        return [" ".join(words).encode()]
    return [" ".join(words[at : at + _SHINGLE]).encode() for at in range(len(words) - _SHINGLE + 1)]
