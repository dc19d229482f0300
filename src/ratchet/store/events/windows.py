"""Stretches of time as conditions that the primary key of a table can use, and the way back through them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from ratchet.domain.environment import ALL_ENVIRONMENTS, Environments
from ratchet.domain.trace import ALL_TIME
from ratchet.domain.window import HOUR_NS, Window
from ratchet.store.events.client import EventStore
from ratchet.store.events.conditions import Statement

_GROWTH = 6
_LONGEST_STEP_HOURS = 6**3
# Beyond that a step is this part of the way from now, so that one span of 1970 makes fifty pieces and not thousands.
_LONGEST_STEP_PART = 8

Position = TypeVar("Position")


def in_window(column: str, window: Window, statement: Statement, *, before_ns: int = 0, after_ns: int = 0) -> str:
    """That a time lies in a window, or so far before or after it; true for a side that is open."""
    conditions = ["true"]
    if window.start > before_ns:
        start = f"fromUnixTimestamp64Nano({statement.bind(window.start - before_ns, 'Int64')}, 'UTC')"
        conditions += [f"toStartOfHour({column}) >= toStartOfHour({start})", f"{column} >= {start}"]
    if window.end + after_ns < ALL_TIME.end:
        end = f"fromUnixTimestamp64Nano({statement.bind(window.end + after_ns, 'Int64')}, 'UTC')"
        conditions += [f"toStartOfHour({column}) <= toStartOfHour({end})", f"{column} < {end}"]
    return " AND ".join(conditions)


def in_environments(of: Environments, statement: Statement) -> str:
    """That a row is of some environments."""
    if of == ALL_ENVIRONMENTS:
        return "true"
    names = statement.bind(list(of.names), "Array(String)")
    return f"environment {'IN' if of.are_meant else 'NOT IN'} {names}"


def walk_back(window: Window, now: int, earliest: int) -> Iterator[Window]:
    """The window in pieces, newest first: an hour, then six times as much each time, cut at full hours.

    What most readers want is in the first piece, and who wants more gets it in few. Nothing is looked for before
    `earliest`, and whatever lies after `now` belongs to the first piece.
    """
    end = window.end
    floor = max(window.start, earliest)
    step_hours = 1
    start = min(end, now) // HOUR_NS * HOUR_NS
    while end > floor:
        start = max(start - step_hours * HOUR_NS, floor)
        yield Window(start, end)
        end = start
        behind_hours = (now - start) // HOUR_NS
        step_hours = min(_GROWTH * step_hours, max(_LONGEST_STEP_HOURS, behind_hours // _LONGEST_STEP_PART))


def read_earliest(store: EventStore, project_id: str) -> int:
    """A full hour before which a project has nothing; the end of time when it has nothing at all."""
    found = store.query(
        """
        (SELECT start_time FROM spans WHERE project_id = {project:String}
         ORDER BY project_id, toStartOfHour(start_time) LIMIT 1)
        UNION ALL
        (SELECT timestamp FROM trace_overrides WHERE project_id = {project:String} ORDER BY timestamp LIMIT 1)
        """,
        {"project": project_id},
    )
    return min((moment // HOUR_NS * HOUR_NS for (moment,) in found), default=ALL_TIME.end)


def walk(
    find: Callable[[Window, Position | None], Sequence[Position]],
    pieces: Iterable[Window],
    *,
    batch: int,
    after: Position | None = None,
) -> Iterator[Position]:
    """What `find` finds in each piece, `batch` at a time and each behind the last, as far as somebody asks."""
    for piece in pieces:
        is_more = True
        while is_more:
            found = find(piece, after)
            yield from found
            after = found[-1] if found else after
            is_more = len(found) == batch
