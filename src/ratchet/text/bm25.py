"""Which texts share a query's telling words: BM25, as the library bm25s ranks by it."""

import logging
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ratchet.text.words import to_content_stems

# Who pastes a document asks with what it begins and ends with; each word more costs, and hardly tells.
_QUERY_LENGTH_MAX = 4_000
_WORDS_MAX = 100


class Bm25:
    """An index of texts, given by their telling words, in the order in which they are scored."""

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        import bm25s  # noqa: PLC0415 - it looks for a handful of optional packages first

        self._size = len(texts)
        self._index: Any = None
        if any(texts):
            logging.getLogger("bm25s").setLevel(logging.WARNING)  # it sets itself to tell of every index
            self._index = bm25s.BM25()
            self._index.index([list(words) for words in texts], show_progress=False)

    def score(self, query: str) -> NDArray[np.float32]:
        """How well each text answers a query; 0 for one that shares no telling word with it."""
        words = list(dict.fromkeys(to_stems_of_query(query)))[:_WORDS_MAX]
        if self._index is None or not words:
            return np.zeros(self._size, np.float32)
        return np.asarray(self._index.get_scores(words), np.float32)


def to_stems_of_query(query: str) -> list[str]:
    """The telling words of a query; of a long one, of its beginning and its end."""
    if len(query) > _QUERY_LENGTH_MAX:
        query = f"{query[: _QUERY_LENGTH_MAX // 2]} {query[-_QUERY_LENGTH_MAX // 2 :]}"
    return to_content_stems(query)
