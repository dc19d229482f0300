"""Regression runs as durable work: a run that was begun goes on after a crash, by this replica or by another."""

import logging

from dbos import DBOS

from ratchet.domain.regression_run import RegressionState
from ratchet.errors import Busy, Unavailable
from ratchet.jobs.durable import Queue, enqueue, underway
from ratchet.jobs.leases import Replica
from ratchet.judges.batch import Interrupted
from ratchet.judges.bench import Bench
from ratchet.regression.doing import do_run
from ratchet.store.records.regression_runs import read_runs_to_do

log = logging.getLogger(__name__)

# A run waits for its target nearly all the time.
RUNS = Queue("regression-runs", 4)
QUEUES = (RUNS,)

_PAUSE_S_MAX = 30.0
_open: list[Bench] = []


class Regression:
    """Finds runs that are wanted, as long as this replica is the one that does."""

    def __init__(self, bench: Bench, replica: Replica) -> None:
        self._bench = bench
        self._replica = replica
        self._queued: set[str] = set()

    def look(self) -> None:
        """Keep every run that is wanted as work to be done."""
        if not self._replica.leads("regression"):
            return
        wanted = read_runs_to_do(self._bench.records, [RegressionState.QUEUED])
        for project_id, run_id in wanted:
            if run_id not in self._queued:
                enqueue(RUNS, f"regression-run:{run_id}", do_run_durably, project_id, run_id)
        self._queued = {run_id for _, run_id in wanted}


def begin(bench: Bench) -> None:
    """Let this module's work be done at a bench; before DBOS is launched, which goes on with what is unfinished."""
    _open[:] = [bench]


@DBOS.workflow(name="regression_run")
def do_run_durably(project_id: str, run_id: str) -> None:
    """Do a run; begun again, it does what is missing. At the end of the server, leave it to the next start."""
    with underway():
        if not _try_until_done(_open[0], project_id, run_id):
            enqueue(RUNS, f"{DBOS.workflow_id}+", do_run_durably, project_id, run_id)


def _try_until_done(bench: Bench, project_id: str, run_id: str) -> bool:
    """Whether the run is over, however long a store is away; False when the server ends before."""
    pause_s = 1.0
    while not bench.stopping.is_set():
        try:
            do_run(bench, project_id, run_id)
        except Interrupted:
            return False
        except (Busy, Unavailable) as error:
            log.warning("Regression run %s waits %g s: %s", run_id, pause_s, error.message)
            bench.stopping.wait(pause_s)
            pause_s = min(2 * pause_s, _PAUSE_S_MAX)
        else:
            return True
    return False
