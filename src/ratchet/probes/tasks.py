"""Probes as durable work: what is due is found by one replica, and a run that was begun goes on after a crash."""

from datetime import UTC, datetime
from functools import partial

from dbos import DBOS

from ratchet.domain.probe import HANGS_FOR_MAX
from ratchet.jobs.durable import Queue, enqueue
from ratchet.jobs.finishing import finish
from ratchet.jobs.leases import Replica
from ratchet.judges.bench import Bench
from ratchet.probes.running import do_run, find_run
from ratchet.probes.schedule import take_turn
from ratchet.store.records.probes import Posted, read_due_probes, write_begun, write_missed

# Each probe has a lane: one that hangs keeps no other waiting.
RUNS = Queue("probe-runs", 32, at_once_in_lane=1)
QUEUES = (RUNS,)

_open: list[Bench] = []


class Probing:
    """Begins what is due, as long as this replica is the one that does."""

    def __init__(self, bench: Bench, replica: Replica) -> None:
        self._bench = bench
        self._replica = replica

    def look(self) -> None:
        """Keep the run of every probe that is due as work to be done."""
        if not self._replica.leads("probes"):
            return
        now = datetime.now(UTC)
        for due in read_due_probes(self._bench.records, now):
            begin_run(self._bench, due, now)


def begin(bench: Bench) -> None:
    """Let this module's work be done at a bench; before DBOS is launched, which goes on with what is unfinished."""
    _open[:] = [bench]


def begin_run(bench: Bench, due: Posted, now: datetime) -> None:
    """Keep one run as work, however many times were missed; none while the probe's last run is still on."""
    probe, standing = due
    turn = take_turn(probe, standing.next_at, now)
    if standing.busy_until is not None and now < standing.busy_until:
        write_missed(bench.records, due, next_at=turn.next_at, missed=turn.missed + 1)
        return
    # First the work, whose id is that of this turn: whoever comes after a crash in between begins the same again.
    run_id = f"{standing.next_at:%Y%m%dT%H%M%S%f}"
    missed = standing.missed_lately + turn.missed
    _enqueue(f"probe:{probe.project_id}:{probe.id}:{run_id}", probe.project_id, probe.id, run_id, missed)
    write_begun(bench.records, due, run_id, next_at=turn.next_at, busy_until=now + HANGS_FOR_MAX, missed=turn.missed)


@DBOS.workflow(name="probe_run")
def run_durably(project_id: str, probe_id: str, run_id: str, missed: int) -> bool | None:
    """Do a run, and tell whether all was well; begun again, it does what is missing."""
    bench = _open[0]

    def work() -> bool:
        run = find_run(bench, project_id, probe_id, run_id, missed)
        return run is None or all(result.is_ok for result in do_run(bench, run))

    leave = partial(_enqueue, f"{DBOS.workflow_id}+", project_id, probe_id, run_id, missed)
    return finish("A probe", work, stopping=bench.stopping, leave=leave)


def _enqueue(work_id: str, project_id: str, probe_id: str, run_id: str, missed: int) -> None:
    enqueue(RUNS, work_id, run_durably, project_id, probe_id, run_id, missed, lane=f"{project_id} {probe_id}")
