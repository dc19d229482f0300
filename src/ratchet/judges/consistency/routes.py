"""The route under /admin/judges that asks a judge again and again."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query

from ratchet.auth.guard import Caller
from ratchet.domain.trace import ALL_TIME
from ratchet.http.bounded import BoundedRoute
from ratchet.http.state import Events, Records, ServerSecret
from ratchet.judges.consistency.asking import ask_repeatedly
from ratchet.judges.consistency.schemas import ConsistencyIn, ConsistencyOut
from ratchet.judges.definitions import find_judge
from ratchet.judges.kinds.kind import Surroundings

router = APIRouter(prefix="/admin/judges", route_class=BoundedRoute, tags=["judges"])


@router.post("/{name}/consistency")
def measure(
    *,
    caller: Caller,
    events: Events,
    records: Records,
    secret: ServerSecret,
    name: str,
    version: Annotated[int | None, Query(ge=1, lt=2**31)] = None,
    sent: ConsistencyIn,
) -> ConsistencyOut:
    """Ask a judge several times about the same traces: how much of a difference is its own noise? Nothing is stored."""
    judge = find_judge(records, caller.project_id, name, version)
    window = ALL_TIME if sent.from_time is None else replace(ALL_TIME, start=sent.from_time)
    window = window if sent.to_time is None else replace(window, end=sent.to_time)
    surroundings = Surroundings(caller.project_id, records, secret)
    found = ask_repeatedly(events, surroundings, judge, window, sample=sent.sample, repeats=sent.repeats)
    return ConsistencyOut.of(judge, judge.epoch, found)
