"""Judging as durable work: batches of what arrives, and runs over what is stored."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import uuid4

from dbos import DBOS

from ratchet.domain.judge import JudgeRun, RunState, Tally
from ratchet.jobs.durable import Queue, enqueue
from ratchet.jobs.finishing import finish
from ratchet.jobs.leases import Replica
from ratchet.jobs.newcomers import Newcomers
from ratchet.judges.backfill import do_run
from ratchet.judges.bench import Bench
from ratchet.judges.builtin import ensure_builtins
from ratchet.judges.kinds import KINDS
from ratchet.judges.kinds.kind import Surroundings
from ratchet.judges.live import judge_batch
from ratchet.judges.watching import Batch, Watch
from ratchet.store.records.judge_runs import read_judge_run, read_runs_in, write_run_progress
from ratchet.store.records.judges import read_judge

# A batch that waits for a model keeps nobody from the processor, but may take for ever. Judges that only think do not
# queue behind it, and those that wait each have a lane.
THINKING = Queue("judges", 2)
ASKING = Queue("judges-asking", 16, at_once_in_lane=2)
RUNS = Queue("judge-runs", 2)
ASKING_RUNS = Queue("judge-runs-asking", 8, at_once_in_lane=1)
QUEUES = (THINKING, ASKING, RUNS, ASKING_RUNS)

_open: list[Bench] = []


class Judging:
    """Looks for what to judge, as long as this replica is the one that does."""

    def __init__(self, bench: Bench, replica: Replica) -> None:
        self._bench = bench
        self._replica = replica
        self._watch = Watch(bench.events, bench.records, self._keep)
        self._newcomers = Newcomers(
            bench.records, lambda project_id: ensure_builtins(Surroundings(project_id, bench.records, bench.secret))
        )
        self._queued: set[str] = set()

    def look(self) -> None:
        """Keep everything that is due as work to be done."""
        if not self._replica.leads("judging"):
            return
        self._newcomers.look()
        self._queue_runs()
        self._watch.look()

    def _queue_runs(self) -> None:
        runs = read_runs_in(self._bench.records, [RunState.QUEUED])
        for run in runs:
            if run.id not in self._queued:
                _enqueue_run(self._bench, f"judge-run:{run.id}", run)
        self._queued = {run.id for run in runs}

    def _keep(self, batch: Batch) -> None:
        _enqueue(self._bench, f"judge-batch:{uuid4().hex}", batch)


def begin(bench: Bench) -> None:
    """Let this module's work be done at a bench; before DBOS is launched, which goes on with what is unfinished."""
    _open[:] = [bench]


@DBOS.workflow(name="judge_batch")
def judge_batch_durably(batch: list[Any]) -> dict[str, int] | None:
    """Judge a batch; begun again, it does what is missing."""
    project_id, judges, *rest = batch
    wanted = Batch(project_id, [(name, version) for name, version in judges], *rest)
    leave = partial(_enqueue, _open[0], f"{DBOS.workflow_id}+", wanted)
    return _finish(lambda bench: judge_batch(bench, wanted), leave)


@DBOS.workflow(name="judge_run")
def do_run_durably(project_id: str, run_id: str) -> dict[str, int] | None:
    """Do a run; begun again, it does what is missing."""

    def work(bench: Bench) -> Tally:
        run = read_judge_run(bench.records, project_id, run_id)
        if run is None or run.state in (RunState.COMPLETED, RunState.FAILED):
            return Tally()
        write_run_progress(bench.records, run, RunState.RUNNING, run.tally)
        return do_run(bench, run)

    def leave() -> None:
        run = read_judge_run(_open[0].records, project_id, run_id)
        if run is not None:
            _enqueue_run(_open[0], f"{DBOS.workflow_id}+", run)

    return _finish(work, leave)


def _finish(work: Callable[[Bench], Tally], leave: Callable[[], None]) -> dict[str, int] | None:
    bench = _open[0]
    tally = finish("Judging", lambda: work(bench), stopping=bench.stopping, leave=leave)
    return tally and {"scored": tally.scored, "failed": tally.failed, "skipped": tally.skipped}


def _enqueue(bench: Bench, work_id: str, batch: Batch) -> None:
    """Keep a batch: judges that wait come one to a batch, and have a lane each."""
    name, version = batch.judges[0]
    if _waits(bench, batch.project_id, name, version):
        enqueue(ASKING, work_id, judge_batch_durably, list(batch), lane=f"{batch.project_id} {name}")
    else:
        enqueue(THINKING, work_id, judge_batch_durably, list(batch))


def _enqueue_run(bench: Bench, work_id: str, run: JudgeRun) -> None:
    """Keep a run; those of a judge that waits have a lane."""
    if _waits(bench, run.project_id, run.judge, run.judge_version):
        enqueue(ASKING_RUNS, work_id, do_run_durably, run.project_id, run.id, lane=f"{run.project_id} {run.judge}")
    else:
        enqueue(RUNS, work_id, do_run_durably, run.project_id, run.id)


def _waits(bench: Bench, project_id: str, name: str, version: int) -> bool:
    judge = read_judge(bench.records, project_id, name, version)
    kind = None if judge is None else KINDS.get(judge.kind)
    return kind is not None and kind.waits()
