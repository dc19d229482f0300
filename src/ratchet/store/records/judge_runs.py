"""Runs of judges over what is stored already, in the record store."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import RowMapping, func, insert, select, update

from ratchet.domain.judge import JudgeRun, RunState, Tally
from ratchet.store.records.client import RecordStore
from ratchet.store.records.tables import judge_runs


def write_judge_run(store: RecordStore, run: JudgeRun) -> None:
    """Store a new run."""
    with store.write() as connection:
        connection.execute(insert(judge_runs).values(asdict(run)))


def read_judge_run(store: RecordStore, project_id: str, run_id: str) -> JudgeRun | None:
    """One run, or None."""
    query = select(judge_runs).where(judge_runs.c.project_id == project_id, judge_runs.c.id == run_id)
    with store.read() as connection:
        row = connection.execute(query).mappings().one_or_none()
    return _to_run(row) if row else None


def read_judge_runs(store: RecordStore, project_id: str, judge: str, *, offset: int, limit: int) -> list[JudgeRun]:
    """A page of a judge's runs, the newest first."""
    query = select(judge_runs).where(judge_runs.c.project_id == project_id, judge_runs.c.judge == judge)
    page = query.order_by(judge_runs.c.created_at.desc(), judge_runs.c.id).offset(offset).limit(limit)
    with store.read() as connection:
        return [_to_run(row) for row in connection.execute(page).mappings()]


def count_judge_runs(store: RecordStore, project_id: str, judge: str) -> int:
    """How many runs of a judge there are."""
    query = select(func.count()).where(judge_runs.c.project_id == project_id, judge_runs.c.judge == judge)
    with store.read() as connection:
        return connection.execute(query).scalar_one()


def read_runs_in(store: RecordStore, states: Collection[RunState]) -> list[JudgeRun]:
    """The runs of all projects that are in one of these states, the oldest first."""
    query = select(judge_runs).where(judge_runs.c.state.in_(states)).order_by(judge_runs.c.created_at)
    with store.read() as connection:
        return [_to_run(row) for row in connection.execute(query).mappings()]


def write_run_progress(store: RecordStore, run: JudgeRun, state: RunState, tally: Tally, error: str = "") -> None:
    """Say how far a run has come."""
    is_over = state in (RunState.COMPLETED, RunState.FAILED)
    here = (judge_runs.c.project_id == run.project_id) & (judge_runs.c.id == run.id)
    with store.write() as connection:
        connection.execute(
            update(judge_runs)
            .where(here)
            .values(
                state=state,
                tally=asdict(tally),
                error=error,
                finished_at=datetime.now(UTC) if is_over else None,
            )
        )


def _to_run(row: RowMapping) -> JudgeRun:
    fields: dict[str, Any] = dict(row)
    fields |= {"state": RunState(row["state"]), "tally": Tally(**row["tally"])}
    return JudgeRun(**fields)
