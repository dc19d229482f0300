"""DBOS, set up so that unfinished work is found again: after a restart, an upgrade, or the death of another replica."""

import logging
import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import uuid4

from dbos import DBOS, DBOSConfig, SetEnqueueOptions, SetWorkflowID

from ratchet.jobs.leases import Replica
from ratchet.store.records.location import parse_location

# Pinned: by default an upgrade, being another version, would leave the work of the one before lie.
APPLICATION_VERSION = "1"
# With SQLite there is one process, and what it left is its own; among several each has a name of its own.
_ONLY = "only"
_POLL_S = 0.5
_KEPT_FOR = timedelta(hours=1)
_AT_ONCE = 500
_ENDED_WITHIN_S = 10.0

_underway = 0
_changed = threading.Condition()


class Queue(NamedTuple):
    """Where work waits; so many of it run at once in this process.

    With `at_once_in_lane` a queue has lanes, by what `enqueue` says: what hangs in one leaves room for the others.
    """

    name: str
    at_once: int
    at_once_in_lane: int | None = None


def launch(records_url: str, queues: Sequence[Queue]) -> str:
    """Start DBOS over a record store, and give this executor's name; what it left unfinished goes on at once.

    The modules of every task are imported before.
    """
    logging.getLogger("dbos").setLevel(logging.ERROR)
    location = parse_location(records_url)
    name = _ONLY if location.get_backend_name() == "sqlite" else uuid4().hex
    config = DBOSConfig(
        name="ratchet",
        system_database_url=location.render_as_string(hide_password=False),
        application_version=APPLICATION_VERSION,
        executor_id=name,
        log_level="ERROR",
        enable_otlp=False,
        use_listen_notify=False,
        sys_db_pool_size=5,
    )
    DBOS(config=config)
    DBOS.launch()
    for queue in queues:
        DBOS.register_queue(
            queue.name,
            worker_concurrency=queue.at_once,
            partition_worker_concurrency=queue.at_once_in_lane,
            polling_interval_sec=_POLL_S,
            on_conflict="always_update",
        )
    return name


def enqueue(queue: Queue, work_id: str, function: Callable[..., Any], *arguments: Any, lane: str | None = None) -> None:
    """Keep work for good, to be done when there is room; work of the same id is done once.

    `lane` is for queues that have some.
    """
    with SetWorkflowID(work_id), SetEnqueueOptions(queue_partition_key=lane):
        DBOS.enqueue_workflow(queue.name, function, *arguments)


def take_over(replica: Replica) -> int:
    """Go on with what dead replicas left, and tell how much it was."""
    taken = 0
    for name in replica.find_dead():
        left = DBOS.list_workflows(status="PENDING", executor_id=name, load_input=False, load_output=False)
        for workflow in left:
            DBOS.resume_workflow(workflow.workflow_id, queue_name=workflow.queue_name)
        replica.bury(name)
        taken += len(left)
    return taken


def sweep() -> None:
    """Forget work that was done a while ago; what has failed stays to be looked at."""
    before = (datetime.now(UTC) - _KEPT_FOR).isoformat()
    done = DBOS.list_workflows(
        status="SUCCESS", completed_before=before, limit=_AT_ONCE, load_input=False, load_output=False
    )
    if done:
        DBOS.delete_workflows([workflow.workflow_id for workflow in done])


@contextmanager
def underway() -> Generator[None]:
    """Work that `close` waits for, so that it can keep what is left of it for the next start."""
    global _underway  # noqa: PLW0603 - as DBOS itself, there is one in a process
    with _changed:
        _underway += 1
    try:
        yield
    finally:
        with _changed:
            _underway -= 1
            _changed.notify_all()


def close() -> None:
    """Stop, once what is underway has been told to and has; what is unfinished goes on at the next start."""
    with _changed:
        was_busy = _underway > 0
        _changed.wait_for(lambda: not _underway, timeout=_ENDED_WITHIN_S)
    DBOS.destroy(workflow_completion_timeout_sec=int(was_busy))
