"""Judges in the record store: every version of them, which one counts, and how far each has looked."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, RowMapping, Select, insert, select, update

from ratchet.domain.condition import Condition, Operator
from ratchet.domain.judge import Budget, Judge, JudgeLevel
from ratchet.store.records.client import RecordStore
from ratchet.store.records.tables import judge_states, judges

_NOT_IN_TABLE = ("budget", "is_enabled")


class Watermark(NamedTuple):
    """How far a judge has looked: everything that arrived since `since_us` and before `watermark_us`.

    Both are microseconds since 1970 by the event store's clock.
    """

    since_us: int
    watermark_us: int


class Watching(NamedTuple):
    """A judge that looks at what arrives, and how far it has come."""

    judge: Judge
    watermark: Watermark


def write_judge(store: RecordStore, judge: Judge, *, now_us: int) -> None:
    """Store a new version of a judge, the one that counts from now on; raises `Conflict` when its number is taken.

    A judge that was off, or is new, looks at what arrives from `now_us` on.
    """
    with store.write() as connection:
        connection.execute(insert(judges).values(_to_row(judge)))
        _write_state(connection, judge, now_us)


def read_judge(store: RecordStore, project_id: str, name: str, version: int | None = None) -> Judge | None:
    """The version of a judge that counts, or another one; None when there is none, or the judge was deleted."""
    wanted = judges.c.version == (judge_states.c.version if version is None else version)
    query = _select().where(judges.c.project_id == project_id, judges.c.name == name, wanted)
    with store.read() as connection:
        row = connection.execute(query).mappings().one_or_none()
    return _to_judge(row) if row else None


def read_judges(store: RecordStore, project_id: str) -> list[Judge]:
    """The judges of a project by their names, each in the version that counts."""
    query = _select().where(judges.c.project_id == project_id, judges.c.version == judge_states.c.version)
    with store.read() as connection:
        return [_to_judge(row) for row in connection.execute(query.order_by(judges.c.name)).mappings()]


def read_judge_versions(store: RecordStore, project_id: str, name: str) -> list[Judge]:
    """Every version of a judge, the newest first."""
    query = _select().where(judges.c.project_id == project_id, judges.c.name == name)
    with store.read() as connection:
        return [_to_judge(row) for row in connection.execute(query.order_by(judges.c.version.desc())).mappings()]


def read_known_names(store: RecordStore, project_id: str) -> dict[str, int]:
    """The names that a project has ever given to judges, deleted ones too, and their latest versions."""
    query = select(judge_states.c.name, judge_states.c.version).where(judge_states.c.project_id == project_id)
    with store.read() as connection:
        return {row.name: row.version for row in connection.execute(query)}


def read_judge_marks(store: RecordStore, project_id: str) -> dict[str, bool]:
    """Whether the scores of a name count as quality, as the judge says that gives them, or gave them once."""
    latest = (judges.c.name == judge_states.c.name) & (judges.c.version == judge_states.c.version)
    of_project = (judges.c.project_id == project_id) & (judge_states.c.project_id == project_id)
    query = select(judges.c.name, judges.c.score_name, judges.c.is_quality).join(judge_states, latest)
    with store.read() as connection:
        return {row.score_name or row.name: row.is_quality for row in connection.execute(query.where(of_project))}


def read_watching(store: RecordStore) -> list[Watching]:
    """Every judge of every project that looks at what arrives."""
    query = _select().where(judges.c.version == judge_states.c.version, judge_states.c.is_enabled)
    with store.read() as connection:
        rows = connection.execute(query.order_by(judges.c.project_id, judges.c.name)).mappings()
        return [Watching(_to_judge(row), Watermark(row["since_us"], row["watermark_us"])) for row in rows]


def write_enabled(store: RecordStore, project_id: str, name: str, *, is_enabled: bool, now_us: int) -> None:
    """Let a judge look at what arrives from `now_us` on, or no longer."""
    with store.write() as connection:
        here = (judge_states.c.project_id == project_id) & (judge_states.c.name == name)
        changed: dict[str, Any] = {"is_enabled": is_enabled}
        if is_enabled:
            changed |= {"since_us": now_us, "watermark_us": now_us}
        changes = update(judge_states).where(here, judge_states.c.is_enabled != is_enabled)
        connection.execute(changes.values(changed))


def write_watermarks(store: RecordStore, project_id: str, marks: Sequence[tuple[str, int]]) -> None:
    """Say how far judges have looked, by their names; none goes back."""
    with store.write() as connection:
        for name, watermark_us in marks:
            connection.execute(
                update(judge_states)
                .where(
                    judge_states.c.project_id == project_id,
                    judge_states.c.name == name,
                    judge_states.c.watermark_us < watermark_us,
                )
                .values(watermark_us=watermark_us)
            )


def delete_judge(store: RecordStore, project_id: str, name: str) -> bool:
    """Hide a judge with all its versions, and tell whether there was one; its scores stay."""
    with store.write() as connection:
        there = (judge_states.c.project_id == project_id) & (judge_states.c.name == name)
        gone = update(judge_states).where(there, judge_states.c.deleted_at.is_(None))
        return bool(connection.execute(gone.values(is_enabled=False, deleted_at=datetime.now(UTC))).rowcount)


def _write_state(connection: Connection, judge: Judge, now_us: int) -> None:
    here = (judge_states.c.project_id == judge.project_id) & (judge_states.c.name == judge.name)
    state = {"version": judge.version, "is_enabled": judge.is_enabled, "deleted_at": None}
    marks = {"since_us": now_us, "watermark_us": now_us}
    known = connection.execute(select(judge_states.c.is_enabled).where(here)).scalar_one_or_none()
    if known is None:
        key = {"project_id": judge.project_id, "name": judge.name}
        connection.execute(insert(judge_states).values(key | state | marks))
    else:
        connection.execute(update(judge_states).where(here).values(state if known else state | marks))


def _select() -> Select[Any]:
    of_judge = (judges.c.project_id == judge_states.c.project_id) & (judges.c.name == judge_states.c.name)
    state = (judge_states.c.is_enabled, judge_states.c.since_us, judge_states.c.watermark_us)
    return select(judges, *state).join(judge_states, of_judge).where(judge_states.c.deleted_at.is_(None))


def _to_row(judge: Judge) -> dict[str, Any]:
    row = {name: value for name, value in asdict(judge).items() if name not in _NOT_IN_TABLE}
    return row | asdict(judge.budget) | {"filters": [list(condition) for condition in judge.filters]}


def _to_judge(row: RowMapping) -> Judge:
    fields: dict[str, Any] = dict(row)
    del fields["since_us"], fields["watermark_us"]
    budget = Budget(cost_usd_per_day=fields.pop("cost_usd_per_day"), calls_per_minute=fields.pop("calls_per_minute"))
    fields["level"] = JudgeLevel(fields["level"])
    fields["filters"] = tuple(
        Condition(field, Operator(operator), value, key) for field, operator, value, key in fields["filters"]
    )
    return Judge(**fields, budget=budget)
