"""Sessions: what traces say they belong to."""

from collections.abc import Sequence

from ratchet.domain.session import Session
from ratchet.domain.trace import ALL_TIME
from ratchet.domain.window import Window
from ratchet.store.events.client import EventStore
from ratchet.store.events.conditions import Statement
from ratchet.store.events.trace_groups import rows_of_traces

_OF_PROJECT = "project_id = {project:String}"


def find_sessions(
    store: EventStore,
    project_id: str,
    *,
    window: Window = ALL_TIME,
    environments: Sequence[str] = (),
    limit: int,
    offset: int = 0,
) -> list[Session]:
    """Sessions that began in a window, newest first."""
    statement = Statement(project=project_id)
    sessions = _sessions(window, environments, statement)
    found = store.query(
        f"SELECT id, began, environment FROM ({sessions}) "
        f"ORDER BY began DESC, id DESC LIMIT {int(limit)} OFFSET {int(offset)}",
        statement.values,
    )
    return [Session(*row) for row in found]


def count_sessions(
    store: EventStore, project_id: str, *, window: Window = ALL_TIME, environments: Sequence[str] = ()
) -> int:
    """How many sessions `find_sessions` would find without a limit."""
    statement = Statement(project=project_id)
    sessions = _sessions(window, environments, statement)
    [[count]] = store.query(f"SELECT count() FROM ({sessions})", statement.values)
    return count


def _sessions(window: Window, environments: Sequence[str], statement: Statement) -> str:
    rows = rows_of_traces(_OF_PROJECT, _OF_PROJECT)
    within = f"began >= {int(window.start)} AND began < {int(window.end)}"
    if environments:
        within += f" AND environment IN {statement.bind(list(environments), 'Array(String)')}"
    return (
        f"SELECT session_id AS id, min(began_ns) AS began, argMin(said_environment, began_ns) AS environment "
        f"FROM (SELECT session_id, environment AS said_environment, toInt64(bitAnd(place, {2**62 - 1})) AS began_ns "
        f"FROM ({rows}) WHERE session_id != '') GROUP BY session_id HAVING {within}"
    )
