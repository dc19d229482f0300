"""What routes about alerts depend on: the caller's project, with the stores that hold it."""

from typing import Annotated

from fastapi import Depends

from ratchet.alerts.builtin import ensure_builtins
from ratchet.alerts.observed import Observed
from ratchet.auth.guard import Caller
from ratchet.http.state import Events, Records


def observe(caller: Caller, events: Events, records: Records) -> Observed:
    """The caller's project, which has its rules from the first request on."""
    observed = Observed(events, records, caller.project_id)
    ensure_builtins(observed)
    return observed


ObservedProject = Annotated[Observed, Depends(observe)]
