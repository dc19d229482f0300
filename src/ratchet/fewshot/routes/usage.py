"""The route for what became of examples."""

from typing import Annotated

from fastapi import APIRouter, Query

from ratchet.auth.guard import Caller
from ratchet.fewshot.usage import read_usage
from ratchet.fewshot.usage_schemas import UsageIn, UsageOut
from ratchet.http.bounded import BoundedRoute
from ratchet.http.state import Events, Records

router = APIRouter(prefix="/admin/few-shot", route_class=BoundedRoute, tags=["few-shot"])


@router.get("/usage")
def show_usage(caller: Caller, events: Events, records: Records, asked: Annotated[UsageIn, Query()]) -> UsageOut:
    """Which examples were used, how good what came of it was, and what they did to it by comparison with none."""
    return UsageOut.of(read_usage(events, records, caller.project_id, asked.to_window()), asked)
