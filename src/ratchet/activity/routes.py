"""GET /metrics/users and /metrics/sessions."""

from typing import Annotated

from fastapi import APIRouter, Query

from ratchet.activity.schemas import SessionOut, SessionsIn, SessionsOut, UserOut, UsersIn, UsersOut
from ratchet.activity.search import find_activities
from ratchet.auth.guard import Caller
from ratchet.domain.activity import Actor
from ratchet.http.state import Events

router = APIRouter(prefix="/metrics", tags=["activity"])


@router.get("/users")
def list_users(caller: Caller, events: Events, asked: Annotated[UsersIn, Query()]) -> UsersOut:
    """Users with traces in a window, and what these come to."""
    found = find_activities(
        events,
        caller.project_id,
        Actor.USER,
        asked.to_window(),
        text=asked.text,
        order=asked.order,
        limit=asked.limit,
        of=asked.to_environments(),
    )
    return UsersOut(users=[UserOut.of(activity) for activity in found.activities], more=found.is_cut)


@router.get("/sessions")
def list_sessions(caller: Caller, events: Events, asked: Annotated[SessionsIn, Query()]) -> SessionsOut:
    """Sessions with traces in a window, and what these come to."""
    found = find_activities(
        events,
        caller.project_id,
        Actor.SESSION,
        asked.to_window(),
        text=asked.text,
        user_id=asked.user,
        order=asked.order,
        limit=asked.limit,
        of=asked.to_environments(),
    )
    return SessionsOut(sessions=[SessionOut.of(activity) for activity in found.activities], more=found.is_cut)
