"""The routes under /admin/probes: questions that are put to a target on a schedule."""

from datetime import UTC, datetime
from time import time_ns
from typing import Annotated

from fastapi import APIRouter, Query

from ratchet.auth.guard import Caller
from ratchet.domain.window import HOUR_NS, Window
from ratchet.http.bounded import BoundedRoute
from ratchet.http.state import Events, EventWriters, Records, ServerSecret
from ratchet.judges.bench import open_bench
from ratchet.probes.defining import change_probe, create_probe, find_probe, remove_probe, to_probe
from ratchet.probes.run import ProbeRun
from ratchet.probes.running import do_run, try_run
from ratchet.probes.schemas import (
    ProbeChange,
    ProbeGoneOut,
    ProbeIn,
    ProbeOut,
    ProbeResultOut,
    ProbeResultsOut,
    ProbeRunOut,
)
from ratchet.probes.uptime_schemas import ProbesOut, ProbeWithUptimeOut, ResultsIn, UptimeIn, UptimesOut
from ratchet.store.events.probe_results import Uptime, UptimeSeries, find_probe_results, read_uptime
from ratchet.store.records.probes import read_probes

router = APIRouter(prefix="/admin/probes", route_class=BoundedRoute, tags=["probes"])

_NOTHING = UptimeSeries({}, Uptime())
UptimeRange = Annotated[UptimeIn, Query()]


@router.get("")
def list_probes(caller: Caller, events: Events, records: Records, asked: UptimeRange) -> ProbesOut:
    """The probes of the project by their names, where each stands, and how it fared."""
    window, step_ns = _last(asked.hours), asked.hours * HOUR_NS // asked.steps
    found = read_uptime(events, caller.project_id, window, step_ns=step_ns)
    return ProbesOut(
        probes=[
            ProbeWithUptimeOut(
                **ProbeOut.of(probe, standing).model_dump(),
                uptime=UptimesOut.of(found.get(probe.id, _NOTHING), window, step_ns),
            )
            for probe, standing in read_probes(records, caller.project_id)
        ]
    )


@router.post("", status_code=201)
def create(caller: Caller, records: Records, sent: ProbeIn) -> ProbeOut:
    """Make a probe, which runs from now on. `409` when there is one of this name."""
    return ProbeOut.of(*create_probe(records, caller.project_id, sent))


@router.post("/try")
def try_out(
    *, caller: Caller, events: Events, records: Records, writers: EventWriters, secret: ServerSecret, sent: ProbeIn
) -> ProbeRunOut:
    """Run a probe that need not be there yet; nothing is stored."""
    probe = to_probe(records, caller.project_id, sent, datetime.now(UTC))
    results = try_run(open_bench(events, records, writers, secret), probe)
    return ProbeRunOut.of([ProbeResultOut.of(result) for result in results])


@router.get("/{probe_id}")
def show(caller: Caller, records: Records, probe_id: str) -> ProbeOut:
    """One probe, by its id or its name, and where it stands."""
    return ProbeOut.of(*find_probe(records, caller.project_id, probe_id))


@router.patch("/{probe_id}")
def change(caller: Caller, records: Records, probe_id: str, sent: ProbeChange) -> ProbeOut:
    """Change a probe; what is left out stays."""
    return ProbeOut.of(*change_probe(records, caller.project_id, probe_id, sent))


@router.delete("/{probe_id}")
def delete(caller: Caller, records: Records, probe_id: str) -> ProbeGoneOut:
    """Delete a probe; its traces stay."""
    probe = remove_probe(records, caller.project_id, probe_id)
    return ProbeGoneOut(id=probe.id, name=probe.name)


@router.post("/{probe_id}/run")
def run(
    *, caller: Caller, events: Events, records: Records, writers: EventWriters, secret: ServerSecret, probe_id: str
) -> ProbeRunOut:
    """Run a probe now, and say what came of it; it is stored beside the others, and counts neither up nor down."""
    probe = find_probe(records, caller.project_id, probe_id).probe
    now = ProbeRun(probe=probe, id=f"by-hand-{time_ns()}", is_manual=True)
    results = do_run(open_bench(events, records, writers, secret), now)
    return ProbeRunOut.of([ProbeResultOut.of(result) for result in results])


@router.get("/{probe_id}/results")
def list_results(
    caller: Caller, events: Events, records: Records, probe_id: str, asked: Annotated[ResultsIn, Query()]
) -> ProbeResultsOut:
    """What came of a probe's questions, the newest run first."""
    probe = find_probe(records, caller.project_id, probe_id).probe
    found = find_probe_results(
        events, probe.project_id, probe.id, _last(asked.hours), failed_only=asked.failed, limit=asked.limit
    )
    return ProbeResultsOut(results=[ProbeResultOut.of(result) for result in found])


@router.get("/{probe_id}/uptime")
def get_uptime(caller: Caller, events: Events, records: Records, probe_id: str, asked: UptimeRange) -> UptimesOut:
    """How a probe fared: the share of runs that were fine, latencies and scores, as a whole and step by step."""
    probe = find_probe(records, caller.project_id, probe_id).probe
    window, step_ns = _last(asked.hours), asked.hours * HOUR_NS // asked.steps
    found = read_uptime(events, probe.project_id, window, step_ns=step_ns, probe_id=probe.id)
    return UptimesOut.of(found.get(probe.id, _NOTHING), window, step_ns)


def _last(hours: int) -> Window:
    """So many hours until now."""
    now = time_ns() + 1
    return Window(max(0, now - hours * HOUR_NS), now)
