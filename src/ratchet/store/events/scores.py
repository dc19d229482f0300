"""Scores: written in batches, the stored timestamp of a known id kept."""

from collections.abc import Sequence

from ratchet.domain.score import Score
from ratchet.store.events.client import EventStore


def write_scores(store: EventStore, scores: Sequence[Score]) -> None:
    """Store scores; they are on disk when this returns.

    A score whose id is stored already replaces that row and keeps its timestamp.
    """
    if not scores:
        return
    latest = {(score.project_id, score.score_id): score for score in scores}
    with store.writer("scores"):
        stamps = _read_timestamps(store, list(latest))
        rows = [score._replace(timestamp=stamps.get(key, score.timestamp)) for key, score in latest.items()]
        store.insert("scores", Score._fields, list(zip(*rows, strict=True)))


def _read_timestamps(store: EventStore, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], int]:
    found = store.query(
        "SELECT project_id, score_id, min(timestamp) FROM scores "
        "WHERE project_id IN {projects:Array(String)} AND score_id IN {ids:Array(String)} GROUP BY project_id, score_id",
        {"projects": sorted({project for project, _ in keys}), "ids": [score_id for _, score_id in keys]},
    )
    return {(project_id, score_id): timestamp for project_id, score_id, timestamp in found}
