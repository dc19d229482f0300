"""How near texts are by what they mean: vectors of a model here or of a provider, kept in the event store."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ratchet.domain.few_shot_settings import FewShotSettings, Likeness
from ratchet.errors import Unavailable
from ratchet.fewshot.pool import Pool
from ratchet.llm.embedding import embed_texts
from ratchet.store.events import EventStore
from ratchet.store.events.few_shot_vectors import read_vectors, write_vectors
from ratchet.store.records import RecordStore
from ratchet.store.records.llm_connections import read_connection
from ratchet.text import embeddings

_AT_ONCE = 64
# Embedding models read a few hundred tokens up to some thousand; what lies behind hardly tells.
_LENGTH_MAX = 4_000

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Embedder:
    """Who makes vectors of texts: a model here, or one of a provider of language models."""

    likeness: Likeness
    provider: str
    model: str

    @property
    def name(self) -> str:
        """What its vectors are kept under; those of another are no use."""
        return f"{self.likeness}:{self.provider}:{self.model}"


def to_embedder(settings: FewShotSettings) -> Embedder | None:
    """Who makes vectors for a project; None where likeness goes by words."""
    match settings.likeness:
        case Likeness.WORDS:
            return None
        case Likeness.LOCAL:
            return Embedder(Likeness.LOCAL, "", embeddings.MODEL)
        case Likeness.PROVIDER:
            return Embedder(Likeness.PROVIDER, settings.embedding_connection, settings.embedding_model)


class RankingByMeaning:
    """By the cosine of the vectors of texts."""

    def __init__(self, pool: Pool, vectors: Mapping[str, Array], embed: Callable[[Sequence[str]], Array]) -> None:
        self.pool = pool
        self._embed = embed
        self._vectors = np.stack([vectors[entry.fingerprint] for entry in pool.entries]) if pool.entries else None

    def score(self, query: str) -> Array:
        if self._vectors is None:
            return np.zeros(0, np.float32)
        return np.maximum(0.0, self._vectors @ self._embed([query])[0])

    def compare(self, places: Sequence[int]) -> NDArray[np.float64]:
        if self._vectors is None:
            return np.zeros((0, 0))
        some = self._vectors[list(places)].astype(np.float64)
        return np.clip(some @ some.T, 0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Meaning:
    """A project's embedder, and where its vectors are kept; `secret` unseals the keys of providers."""

    events: EventStore
    records: RecordStore
    secret: str
    project_id: str
    embedder: Embedder

    def embed(self, texts: Sequence[str]) -> Array:
        """A row of length 1 for each text; raises `Unavailable` where nobody makes any."""
        cut = [text[:_LENGTH_MAX] for text in texts]
        if self.embedder.likeness is Likeness.LOCAL:
            return np.asarray(embeddings.embed(cut), np.float32)
        connection = read_connection(self.records, self.project_id, self.embedder.provider)
        if connection is None:
            raise Unavailable(f"There is no connection to a provider {self.embedder.provider!r} in this project.")
        return embed_texts(connection, self.secret, self.embedder.model, cut)

    def rank(self, pool: Pool) -> RankingByMeaning:
        """A ranking of a pool; what has no vector yet gets one, which is kept. Raises as above."""
        queries = {entry.fingerprint: entry.example.query for entry in pool.entries}
        vectors = read_vectors(self.events, self.project_id, self.embedder.name, queries)
        missing = [fingerprint for fingerprint in queries if fingerprint not in vectors]
        for start in range(0, len(missing), _AT_ONCE):
            some = missing[start : start + _AT_ONCE]
            made = dict(zip(some, self.embed([queries[fingerprint] for fingerprint in some]), strict=True))
            write_vectors(self.events, self.project_id, self.embedder.name, made)
            vectors |= made
        return RankingByMeaning(pool, vectors, self.embed)
