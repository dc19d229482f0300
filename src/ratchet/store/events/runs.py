"""Runs: put together from what is known of their items when they are asked for; there is no table of runs."""

from collections.abc import Iterable
from typing import Any

from ratchet.domain.run import Run, RunPosition, RunQuery
from ratchet.domain.trace import ALL_TIME
from ratchet.domain.window import Window
from ratchet.store.events.client import EventStore
from ratchet.store.events.conditions import Statement
from ratchet.store.events.lookup import split_ids
from ratchet.store.events.run_items import AT, in_range, overlaps, to_tests

# When something was said of a run: it began with the first that was, and what was said first counts.
_SAID_AT = "coalesce(linked_at, first_at)"


def find_active_runs(
    store: EventStore, query: RunQuery, *, limit: int, after: RunPosition | None = None
) -> list[RunPosition]:
    """Runs with anything in a window, those with the latest activity first; `after` goes on behind a position."""
    statement = Statement(project=query.project_id)
    runs = _runs("max(last_at)", query, statement)
    if after is not None:
        place = f"{statement.bind(after.time, 'Int64')}, {statement.bind(after.run_id, 'String')}"
        runs += f" HAVING (time, run_id) < ({place})"
    rows = store.query(f"{runs} ORDER BY time DESC, run_id DESC LIMIT {int(limit)}", statement.values)
    return [RunPosition(*row) for row in rows]


def find_new_runs(store: EventStore, query: RunQuery, *, limit: int, offset: int = 0) -> list[RunPosition]:
    """Runs with anything in a window, the newest first."""
    statement = Statement(project=query.project_id)
    runs = _runs(f"min({_SAID_AT})", query, statement)
    page = f"LIMIT {int(limit)} OFFSET {int(offset)}"
    rows = store.query(f"{runs} ORDER BY time DESC, run_id DESC {page}", statement.values)
    return [RunPosition(*row) for row in rows]


def count_runs(store: EventStore, query: RunQuery) -> int:
    """How many runs a query has."""
    statement = Statement(project=query.project_id)
    where = _where(query, statement)
    [[count]] = store.query(f"SELECT uniqExact(run_id) FROM run_items WHERE {where}", statement.values)
    return count


def read_runs(store: EventStore, project_id: str, run_ids: Iterable[str], window: Window = ALL_TIME) -> dict[str, Run]:
    """Those of these runs that are known; their times and the count of their items are of what lies in the window.

    What the first item says of a run counts, and what no earlier one says is taken from a later.
    """
    return {run.id: run for some in split_ids(run_ids) for run in _read(store, project_id, some, window)}


def _read(store: EventStore, project_id: str, run_ids: list[str], window: Window) -> list[Run]:
    statement = Statement(project=project_id, runs=run_ids)
    inside = overlaps(window, statement)
    rows = store.query(
        f"""
        SELECT
            run_id,
            {_first_said("run_name")},
            {_first_said("dataset_id")},
            {_first_said("run_description")},
            {_first_said("run_metadata")},
            toUnixTimestamp64Nano(min({_SAID_AT})),
            toUnixTimestamp64Nano(max(updated_at)),
            toUnixTimestamp64Nano(minIf(first_at, {inside})),
            toUnixTimestamp64Nano(maxIf(last_at, {inside})),
            countIf({AT} IS NOT NULL AND {in_range(AT, window, statement)})
        FROM run_items FINAL
        PREWHERE project_id = {{project:String}} AND run_id IN {{runs:Array(String)}}
        GROUP BY run_id
        """,
        statement.values,
    )
    return [_to_run(project_id, row) for row in rows]


def _first_said(column: str) -> str:
    return f"argMinIf({column}, {_SAID_AT}, {column} != '')"


def _to_run(project_id: str, row: Any) -> Run:
    run_id, name, dataset_id, description, metadata, created_at, updated_at, first_at, last_at, item_count = row
    return Run(
        project_id=project_id,
        id=run_id,
        name=name,
        dataset_id=dataset_id,
        description=description,
        metadata=metadata,
        created_at=created_at,
        updated_at=updated_at,
        first_at=first_at,
        last_at=last_at,
        item_count=item_count,
    )


def _runs(time: str, query: RunQuery, statement: Statement) -> str:
    where = _where(query, statement)
    return f"SELECT toUnixTimestamp64Nano({time}) AS time, run_id FROM run_items WHERE {where} GROUP BY run_id"


def _where(query: RunQuery, statement: Statement) -> str:
    tests = ["project_id = {project:String}", overlaps(query.window, statement)]
    return " AND ".join([*tests, *to_tests(query.conditions, statement)])
