"""Failures of judges: written, found newest first, and taken back when a verdict was found after all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ratchet.domain.judge import FailureRecord
from ratchet.store.events.client import EventStore
from ratchet.store.events.conditions import Statement
from ratchet.store.events.lookup import split_ids

_FIELDS = ", ".join(FailureRecord._fields)


class FailurePosition(NamedTuple):
    """Where a failure stands among others by time; ids decide between equal timestamps."""

    timestamp: int
    failure_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureQuery:
    """Which failures of a project; `None` asks nothing."""

    project_id: str
    judge: str | None = None
    reason: str | None = None
    trace_id: str | None = None


def write_failures(store: EventStore, failures: Sequence[FailureRecord]) -> None:
    """Store failures; they are on disk when this returns. One that is stored already is replaced."""
    if failures:
        store.insert("judge_failures", FailureRecord._fields, list(zip(*failures, strict=True)))


def delete_failures(store: EventStore, failures: Sequence[FailureRecord]) -> None:
    """Take failures back, unless they are written again with a later revision."""
    if failures:
        gone = [[*failure._replace(revision=failure.revision + 1), 1] for failure in failures]
        store.insert("judge_failures", (*FailureRecord._fields, "is_deleted"), list(zip(*gone, strict=True)))


def find_failures(
    store: EventStore, query: FailureQuery, *, limit: int, after: FailurePosition | None = None
) -> list[FailureRecord]:
    """Failures of a query, newest first; `after` goes on behind a position."""
    statement = Statement(project=query.project_id)
    where = _where(query, statement)
    if after is not None:
        place = f"({statement.bind(after.timestamp, 'Int64')}, {statement.bind(after.failure_id, 'String')})"
        where += f" AND (toUnixTimestamp64Nano(timestamp), failure_id) < {place}"
    rows = store.query(
        f"SELECT {_FIELDS} FROM judge_failures FINAL WHERE {where} "
        f"ORDER BY timestamp DESC, failure_id DESC LIMIT {int(limit)}",
        statement.values,
    )
    return [FailureRecord(*row) for row in rows]


def count_failures(store: EventStore, query: FailureQuery) -> int:
    """How many failures a query has."""
    statement = Statement(project=query.project_id)
    where = _where(query, statement)
    [[count]] = store.query(f"SELECT count() FROM judge_failures FINAL WHERE {where}", statement.values)
    return count


def read_failures_of_traces(store: EventStore, project_id: str, trace_ids: Iterable[str]) -> list[FailureRecord]:
    """The failures of all judges at these traces and their spans."""
    found: list[FailureRecord] = []
    for some in split_ids(trace_ids):
        rows = store.query(
            f"SELECT {_FIELDS} FROM judge_failures FINAL "
            "WHERE project_id = {project:String} AND trace_id IN {traces:Array(String)}",
            {"project": project_id, "traces": some},
        )
        found += [FailureRecord(*row) for row in rows]
    return found


def _where(query: FailureQuery, statement: Statement) -> str:
    equal = {"judge": query.judge, "reason": query.reason, "trace_id": query.trace_id}
    tests = ["project_id = {project:String}"]
    tests += [f"{name} = {statement.bind(value, 'String')}" for name, value in equal.items() if value is not None]
    return " AND ".join(tests)
