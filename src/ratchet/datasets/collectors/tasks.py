"""Collecting as durable work: batches of what arrives, and runs over what is stored."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from dbos import DBOS

from ratchet.datasets.collectors.backfill import do_run
from ratchet.datasets.collectors.builtin import ensure_builtins
from ratchet.datasets.collectors.equipment import Equipment
from ratchet.datasets.collectors.live import collect_batch
from ratchet.datasets.collectors.watching import Batch, Watch
from ratchet.domain.collector import CollectionTally
from ratchet.domain.judge import RunState
from ratchet.jobs.durable import Queue, enqueue
from ratchet.jobs.finishing import finish
from ratchet.jobs.leases import Replica
from ratchet.jobs.newcomers import Newcomers
from ratchet.store.records.collector_runs import (
    read_collector_run,
    read_collector_runs_in,
    write_collector_run_progress,
)

BATCHES = Queue("collectors", 1)
RUNS = Queue("collector-runs", 1)
QUEUES = (BATCHES, RUNS)

_open: list[Equipment] = []


class Collecting:
    """Looks for what to collect, as long as this replica is the one that does."""

    def __init__(self, equipment: Equipment, replica: Replica) -> None:
        self._equipment = equipment
        self._replica = replica
        self._watch = Watch(equipment.events, equipment.records, _keep)
        self._newcomers = Newcomers(
            equipment.records, lambda project_id: ensure_builtins(equipment.events, equipment.records, project_id)
        )
        self._queued: set[str] = set()

    def look(self) -> None:
        """Keep everything that is due as work to be done."""
        if not self._replica.leads("collecting"):
            return
        self._newcomers.look()
        self._queue_runs()
        self._watch.look()

    def _queue_runs(self) -> None:
        runs = read_collector_runs_in(self._equipment.records, [RunState.QUEUED])
        for run in runs:
            if run.id not in self._queued:
                enqueue(RUNS, f"collector-run:{run.id}", do_run_durably, run.project_id, run.id)
        self._queued = {run.id for run in runs}


def begin(equipment: Equipment) -> None:
    """Let this module's work be done with equipment; before DBOS is launched, which goes on with what is unfinished."""
    _open[:] = [equipment]


@DBOS.workflow(name="collect_batch")
def collect_batch_durably(batch: list[Any]) -> dict[str, int] | None:
    """Collect from a batch; begun again, it does what is missing."""
    wanted = Batch(*batch)
    return _finish(lambda equipment: collect_batch(equipment, wanted), BATCHES, collect_batch_durably, batch)


@DBOS.workflow(name="collector_run")
def do_run_durably(project_id: str, run_id: str) -> dict[str, int] | None:
    """Do a run; begun again, it does what is missing."""

    def work(equipment: Equipment) -> CollectionTally:
        run = read_collector_run(equipment.records, project_id, run_id)
        if run is None or run.state in (RunState.COMPLETED, RunState.FAILED):
            return CollectionTally()
        write_collector_run_progress(equipment.records, run, RunState.RUNNING, run.tally)
        return do_run(equipment, run)

    return _finish(work, RUNS, do_run_durably, project_id, run_id)


def _keep(batch: Batch) -> None:
    enqueue(BATCHES, f"collector-batch:{uuid4().hex}", collect_batch_durably, list(batch))


def _finish(
    work: Callable[[Equipment], CollectionTally], queue: Queue, function: Callable[..., Any], *arguments: Any
) -> dict[str, int] | None:
    def leave() -> None:
        enqueue(queue, f"{DBOS.workflow_id}+", function, *arguments)

    equipment = _open[0]
    tally = finish("Collecting", lambda: work(equipment), stopping=equipment.stopping, leave=leave)
    return tally and {"collected": tally.collected, "withdrawn": tally.withdrawn}
