"""Answers of regression runs: written as they come, written again once they are judged, read by run or by item."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from time import time_ns
from typing import Any, NamedTuple

from ratchet.domain.answer import Answer, AnswerCount, AnswerStatus, AskFailure, Opinion
from ratchet.domain.value import decode_value, encode_value
from ratchet.store.events.client import EventStore
from ratchet.store.events.lookup import split_ids

FIELDS = (
    *("item_id", "repeat", "status", "opinions", "output", "error", "error_detail", "latency_ms", "trace_id"),
    *("cluster", "attempts", "asked_at", "is_judged"),
)
_SELECT = f"SELECT {', '.join(FIELDS)} FROM answers FINAL"
_OF_RUN = "project_id = {project:String} AND run_id = {run:String}"
_UNSAID = Opinion(score_name="")


class GivenAnswer(NamedTuple):
    """An answer, and the run of which project it belongs to."""

    project_id: str
    run_id: str
    answer: Answer


class AnswerPlace(NamedTuple):
    """Where an answer stands in its run."""

    item_id: str
    repeat: int


def write_answers(store: EventStore, given: Sequence[GivenAnswer]) -> None:
    """Store answers, in place of those that are there; they are on disk when this returns."""
    if given:
        columns = ("project_id", "run_id", *FIELDS, "cost_usd", "revision")
        now = time_ns()
        rows = [(*one[:2], *to_row(one.answer), one.answer.cost_usd, now) for one in given]
        store.insert("answers", columns, list(zip(*rows, strict=True)))


def read_answers(store: EventStore, project_id: str, run_id: str) -> list[Answer]:
    """Every answer of a run, by item and repeat."""
    rows = store.query(f"{_SELECT} WHERE {_OF_RUN} ORDER BY item_id, repeat", {"project": project_id, "run": run_id})
    return [from_row(row) for row in rows]


def find_answers(
    store: EventStore, project_id: str, run_id: str, *, limit: int, after: AnswerPlace | None = None
) -> list[Answer]:
    """A page of a run's answers, by item and repeat; `after` goes on behind a place."""
    place = AnswerPlace("", -1) if after is None else after
    rows = store.query(
        f"{_SELECT} WHERE {_OF_RUN} AND (item_id, toInt64(repeat)) > ({{item:String}}, {{repeat:Int64}}) "
        f"ORDER BY item_id, repeat LIMIT {int(limit)}",
        {"project": project_id, "run": run_id, "item": place.item_id, "repeat": place.repeat},
    )
    return [from_row(row) for row in rows]


def read_answers_of_items(store: EventStore, project_id: str, run_id: str, item_ids: Iterable[str]) -> list[Answer]:
    """The answers of a run to some items, by item and repeat."""
    found: list[Answer] = []
    for some in split_ids(item_ids):
        bound = {"project": project_id, "run": run_id, "items": some}
        rows = store.query(f"{_SELECT} WHERE {_OF_RUN} AND item_id IN {{items:Array(String)}}", bound)
        found += [from_row(row) for row in rows]
    return sorted(found, key=lambda answer: (answer.item_id, answer.repeat))


def read_places(store: EventStore, project_id: str, run_id: str) -> dict[AnswerPlace, bool]:
    """Which answers a run has, and whether judges are done with each."""
    bound = {"project": project_id, "run": run_id}
    rows = store.query(f"SELECT item_id, repeat, is_judged FROM answers FINAL WHERE {_OF_RUN}", bound)
    return {AnswerPlace(item_id, repeat): is_judged for item_id, repeat, is_judged in rows}


def count_answers(store: EventStore, project_id: str, run_ids: Iterable[str]) -> dict[str, AnswerCount]:
    """How far these runs have come; those without answers are left out."""
    found: dict[str, AnswerCount] = {}
    for some in split_ids(run_ids):
        rows = store.query(
            "SELECT run_id, countIf(status = 'ok'), countIf(status = 'failed'), countIf(is_judged), sum(cost_usd), "
            "sumMapIf(map(error, toUInt64(1)), error != '') FROM answers FINAL "
            "WHERE project_id = {project:String} AND run_id IN {runs:Array(String)} GROUP BY run_id",
            {"project": project_id, "runs": some},
        )
        for run_id, ok, failed, judged, cost_usd, failures in rows:
            found[run_id] = AnswerCount(ok=ok, failed=failed, judged=judged, cost_usd=cost_usd, failures=dict(failures))
    return found


def to_row(answer: Answer) -> tuple[Any, ...]:
    """An answer as it is stored, a value for each of `FIELDS`."""
    return (
        answer.item_id,
        answer.repeat,
        answer.status,
        json.dumps([_to_object(one) for one in answer.opinions], ensure_ascii=False),
        "" if answer.output is None else encode_value(answer.output),
        answer.error or "",
        answer.error_detail,
        answer.latency_ms,
        answer.trace_id,
        answer.cluster,
        answer.attempts,
        answer.asked_at,
        answer.is_judged,
    )


def from_row(row: Sequence[Any]) -> Answer:
    """An answer as it was before it was stored."""
    said: dict[str, Any] = dict(zip(FIELDS, row, strict=True))
    said["status"] = AnswerStatus(said["status"])
    said["opinions"] = tuple(Opinion(**one) for one in json.loads(said["opinions"]))
    said["output"] = decode_value(said["output"]) if said["status"] is AnswerStatus.OK else None
    said["error"] = AskFailure(said["error"]) if said["error"] else None
    return Answer(**said)


def _to_object(opinion: Opinion) -> dict[str, Any]:
    """What an opinion says; what it leaves at its default is not worth a place on the disk."""
    return {name: value for name, value in asdict(opinion).items() if value != getattr(_UNSAID, name)}
