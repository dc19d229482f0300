"""The answers of baselines with their scores: frozen as a run had them, and as they were scored again."""

from collections.abc import Sequence
from time import time_ns
from typing import NamedTuple

from ratchet.domain.answer import Answer
from ratchet.store.events.answers import FIELDS, from_row, to_row
from ratchet.store.events.client import EventStore

_OF_BASELINE = "project_id = {project:String} AND baseline_id = {baseline:String}"


class Scoring(NamedTuple):
    """The answers of one baseline under one set of judges; `key` is empty for the scores that it was frozen with."""

    project_id: str
    baseline_id: str
    key: str = ""


def write_baseline_answers(store: EventStore, scoring: Scoring, answers: Sequence[Answer]) -> None:
    """Store answers of a baseline; they are on disk when this returns."""
    if answers:
        columns = ("project_id", "baseline_id", "scoring", *FIELDS, "revision")
        rows = [(*scoring, *to_row(answer), time_ns()) for answer in answers]
        store.insert("baseline_scores", columns, list(zip(*rows, strict=True)))


def read_baseline_answers(store: EventStore, scoring: Scoring) -> list[Answer]:
    """Every answer of a baseline, by item and repeat."""
    rows = store.query(
        f"SELECT {', '.join(FIELDS)} FROM baseline_scores FINAL "
        f"WHERE {_OF_BASELINE} AND scoring = {{scoring:String}} ORDER BY item_id, repeat",
        {"project": scoring.project_id, "baseline": scoring.baseline_id, "scoring": scoring.key},
    )
    return [from_row(row) for row in rows]


def delete_baseline_answers(store: EventStore, project_id: str, baseline_id: str) -> None:
    """Delete a baseline's answers, however they were scored; there is no way back."""
    store.command(f"DELETE FROM baseline_scores WHERE {_OF_BASELINE}", {"project": project_id, "baseline": baseline_id})
