"""Runs of collectors over what is stored already, in the record store."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, func, insert, select, update

from ratchet.domain.collector import CollectionTally, CollectorRun
from ratchet.domain.judge import RunState
from ratchet.store.records.client import RecordStore
from ratchet.store.records.tables import collector_runs


def write_collector_run(store: RecordStore, run: CollectorRun) -> None:
    """Store a new run."""
    with store.write() as connection:
        connection.execute(insert(collector_runs).values(asdict(run)))


def read_collector_run(store: RecordStore, project_id: str, run_id: str) -> CollectorRun | None:
    """One run, or None."""
    query = select(collector_runs).where(collector_runs.c.project_id == project_id, collector_runs.c.id == run_id)
    with store.read() as connection:
        row = connection.execute(query).mappings().one_or_none()
    return _to_run(row) if row else None


def read_collector_runs(
    store: RecordStore, project_id: str, collector: str, *, offset: int, limit: int
) -> list[CollectorRun]:
    """A page of a collector's runs, the newest first."""
    query = select(collector_runs).where(_of(project_id, collector))
    page = query.order_by(collector_runs.c.created_at.desc(), collector_runs.c.id).offset(offset).limit(limit)
    with store.read() as connection:
        return [_to_run(row) for row in connection.execute(page).mappings()]


def count_collector_runs(store: RecordStore, project_id: str, collector: str) -> int:
    """How many runs of a collector there are."""
    with store.read() as connection:
        return connection.execute(select(func.count()).where(_of(project_id, collector))).scalar_one()


def read_collector_runs_in(store: RecordStore, states: Collection[RunState]) -> list[CollectorRun]:
    """The runs of all projects that are in one of these states, the oldest first."""
    query = select(collector_runs).where(collector_runs.c.state.in_(states)).order_by(collector_runs.c.created_at)
    with store.read() as connection:
        return [_to_run(row) for row in connection.execute(query).mappings()]


def write_collector_run_progress(
    store: RecordStore, run: CollectorRun, state: RunState, tally: CollectionTally, error: str = ""
) -> None:
    """Say how far a run has come."""
    is_over = state in (RunState.COMPLETED, RunState.FAILED)
    here = (collector_runs.c.project_id == run.project_id) & (collector_runs.c.id == run.id)
    said = {
        "state": state,
        "tally": asdict(tally),
        "error": error,
        "finished_at": datetime.now(UTC) if is_over else None,
    }
    with store.write() as connection:
        connection.execute(update(collector_runs).where(here).values(said))


def _of(project_id: str, collector: str) -> ColumnElement[bool]:
    return (collector_runs.c.project_id == project_id) & (collector_runs.c.collector == collector)


def _to_run(row: RowMapping) -> CollectorRun:
    fields: dict[str, Any] = dict(row)
    fields |= {"state": RunState(row["state"]), "tally": CollectionTally(**row["tally"])}
    return CollectorRun(**fields)
