"""Scores: written in batches, the stored timestamp of a known id kept; read and deleted by their ids."""

from collections.abc import Iterable, Sequence
from time import time_ns

from ratchet.domain.score import Score
from ratchet.store.events.arrivals import insert_rows
from ratchet.store.events.client import EventStore
from ratchet.store.events.lookup import by_project, split_ids


def write_scores(store: EventStore, scores: Sequence[Score], *, is_news: bool = True) -> None:
    """Store scores; they are on disk when this returns.

    A score whose id is stored already replaces that row and keeps its timestamp. What is no news is stored as if it had
    always been there: nobody who looks at what arrives sees it.
    """
    if not scores:
        return
    latest = {(score.project_id, score.score_id): score for score in scores}
    with store.writer("scores"):
        stamps = _read_timestamps(store, latest)
        rows = [score._replace(timestamp=stamps.get(key, score.timestamp)) for key, score in latest.items()]
        insert_rows(store, "scores", Score._fields, rows, is_news=is_news)


def read_scores(store: EventStore, project_id: str, score_ids: Iterable[str]) -> dict[str, Score]:
    """Those of these scores that are stored, by their ids."""
    found: dict[str, Score] = {}
    for some in split_ids(score_ids):
        rows = store.query(
            f"SELECT {', '.join(Score._fields)} FROM scores FINAL "
            "WHERE project_id = {project:String} AND score_id IN {ids:Array(String)}",
            {"project": project_id, "ids": some},
        )
        found.update((score.score_id, score) for score in map(Score._make, rows))
    return found


def read_score(store: EventStore, project_id: str, score_id: str) -> Score | None:
    """One score, or None."""
    return read_scores(store, project_id, [score_id]).get(score_id)


def delete_score(store: EventStore, project_id: str, score_id: str) -> bool:
    """Hide a score for good, unless it is sent again; tells whether there was one."""
    with store.writer("scores"):
        score = read_score(store, project_id, score_id)
        if score is None:
            return False
        gone = score._replace(revision=max(time_ns(), score.revision + 1))
        store.insert("scores", (*Score._fields, "is_deleted"), [[value] for value in (*gone, 1)])
    return True


def _read_timestamps(store: EventStore, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    stamps: dict[tuple[str, str], int] = {}
    for project_id, ids in by_project(keys).items():
        for some in split_ids(ids):
            rows = store.query(
                "SELECT score_id, min(timestamp) FROM scores "
                "WHERE project_id = {project:String} AND score_id IN {ids:Array(String)} GROUP BY score_id",
                {"project": project_id, "ids": some},
            )
            stamps.update(((project_id, score_id), timestamp) for score_id, timestamp in rows)
    return stamps
