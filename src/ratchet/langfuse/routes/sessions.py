"""GET /api/public/sessions, by page and by id."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from ratchet.auth.guard import Caller
from ratchet.domain.condition import Condition, Operator
from ratchet.domain.session import Session
from ratchet.domain.time import format_time
from ratchet.domain.trace import TraceQuery
from ratchet.errors import NotFound
from ratchet.http.fields import Time
from ratchet.http.shapes import LangfuseRoute
from ratchet.http.state import Events
from ratchet.langfuse.parameters import PageParameters, to_window
from ratchet.langfuse.trace_view import to_io, to_trace
from ratchet.store.events.sessions import count_sessions, find_sessions
from ratchet.traces.pages import list_traces

router = APIRouter(prefix="/api/public", route_class=LangfuseRoute, tags=["langfuse"])

TRACES_MAX = 1000


class SessionParameters(PageParameters):
    """Which sessions to list."""

    from_timestamp: Time | None = None
    to_timestamp: Time | None = None
    environment: list[str] = []


@router.get("/sessions")
def list_page(caller: Caller, events: Events, asked: Annotated[SessionParameters, Query()]) -> dict[str, Any]:
    """A page of sessions, the newest first."""
    window = to_window(asked.from_timestamp, asked.to_timestamp)
    project, environments = caller.project_id, asked.environment
    sessions = find_sessions(
        events, project, window=window, environments=environments, limit=asked.limit, offset=asked.offset
    )
    total = count_sessions(events, project, window=window, environments=environments)
    return {"data": [_to_session(session, project) for session in sessions], "meta": asked.meta(total)}


@router.get("/sessions/{session_id:path}")
def read_one(session_id: str, caller: Caller, events: Events) -> dict[str, Any]:
    """One session with its traces, the newest of them first, at most a thousand."""
    in_session = Condition("session_id", Operator.EQUAL, session_id)
    query = TraceQuery(project_id=caller.project_id, conditions=(in_session,))
    traces = list_traces(events, query, offset=0, limit=TRACES_MAX)
    if not traces:
        raise NotFound(f"Session {session_id} not found within authorized project")
    first = traces[-1]
    session = Session(session_id, first.timestamp, first.environment)
    return {
        **_to_session(session, caller.project_id),
        "traces": [{**to_trace(trace, caller.project_id), **to_io(trace)} for trace in traces],
    }


def _to_session(session: Session, project_id: str) -> dict[str, Any]:
    return {
        "id": session.id,
        "createdAt": format_time(session.began),
        "projectId": project_id,
        "environment": session.environment,
    }
