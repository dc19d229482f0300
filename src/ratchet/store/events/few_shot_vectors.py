"""What examples' queries mean, as vectors, by the model that made them."""

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from ratchet.store.events.client import EventStore
from ratchet.store.events.lookup import split_ids


def write_vectors(store: EventStore, project_id: str, model: str, vectors: Mapping[str, NDArray[np.float32]]) -> None:
    """Store vectors by the fingerprints of their texts."""
    if not vectors:
        return
    size = len(vectors)
    columns = [[project_id] * size, [model] * size, list(vectors), [vector.tolist() for vector in vectors.values()]]
    store.insert("few_shot_vectors", ("project_id", "model", "fingerprint", "vector"), columns)


def read_vectors(
    store: EventStore, project_id: str, model: str, fingerprints: Iterable[str]
) -> dict[str, NDArray[np.float32]]:
    """Those of these texts' vectors that are stored, by fingerprint."""
    found: dict[str, NDArray[np.float32]] = {}
    for some in split_ids(fingerprints):
        rows = store.query(
            "SELECT fingerprint, vector FROM few_shot_vectors FINAL WHERE project_id = {project:String} "
            "AND model = {model:String} AND fingerprint IN {fingerprints:Array(String)}",
            {"project": project_id, "model": model, "fingerprints": some},
        )
        for fingerprint, vector in rows:
            text = fingerprint.decode() if isinstance(fingerprint, bytes) else str(fingerprint)
            found[text] = np.asarray(vector, np.float32)
    return found
