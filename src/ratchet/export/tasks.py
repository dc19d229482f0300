"""Exports in the background, as durable work."""

import logging
import threading
from pathlib import Path
from time import monotonic

from dbos import DBOS

from ratchet.domain.export import Export, ExportState
from ratchet.errors import Busy, RatchetError, Unavailable
from ratchet.export.beginning import fail_export
from ratchet.export.cancelling import give_up_abandoned
from ratchet.export.desk import Cancelled, Desk, Interrupted
from ratchet.export.files import is_disk_full
from ratchet.jobs.durable import Queue, enqueue, underway
from ratchet.jobs.leases import Replica
from ratchet.store.events import EventStore
from ratchet.store.records import RecordStore
from ratchet.store.records.datasets import read_dataset_by_id
from ratchet.store.records.exports import change_export, read_export, read_exports_in

log = logging.getLogger(__name__)

EXPORTS = Queue("exports", 1)
QUEUES = (EXPORTS,)

_ABANDONED_EVERY_S = 60.0
_PAUSE_S_MAX = 30.0
_ATTEMPTS = 5
_open: list[Desk] = []


class Exporting:
    """Looks for exports that are wanted, as long as this replica is the one that does."""

    def __init__(self, desk: Desk, replica: Replica) -> None:
        self._desk = desk
        self._replica = replica
        self._queued: set[str] = set()
        self._looked_at = float("-inf")

    def look(self) -> None:
        """Keep every export that is wanted as work to be done."""
        if not self._replica.leads("exporting"):
            return
        wanted = read_exports_in(self._desk.records, [ExportState.QUEUED])
        for export in wanted:
            if export.id not in self._queued:
                enqueue(EXPORTS, f"export:{export.id}", export_durably, export.project_id, export.id)
        self._queued = {export.id for export in wanted}
        if monotonic() - self._looked_at > _ABANDONED_EVERY_S:
            give_up_abandoned(self._desk.records, self._desk.root)
            self._looked_at = monotonic()


def open_desk(events: EventStore, records: RecordStore, root: Path) -> Desk:
    """A desk over stores that are open."""
    return Desk(events, records, root, threading.Event())


def begin(desk: Desk) -> None:
    """Let this module's work be done at a desk; before DBOS is launched, which goes on with what is unfinished."""
    _open[:] = [desk]


@DBOS.workflow(name="export")
def export_durably(project_id: str, export_id: str) -> str:
    """Write an export; begun again, it writes it anew unless it is over."""
    desk = _open[0]
    with underway():
        export = read_export(desk.records, project_id, export_id)
        if export is None or export.state.is_over:
            return "over"
        among = [ExportState.QUEUED, ExportState.RUNNING]
        if not change_export(desk.records, export, among=among, to=ExportState.RUNNING, progress=0):
            return "over"
        try:
            return _try_until_done(desk, export)
        except Interrupted:
            enqueue(EXPORTS, f"{DBOS.workflow_id}+", export_durably, project_id, export_id)
            return "left to the next start"


def _try_until_done(desk: Desk, export: Export) -> str:
    """Export, again when a store is away for a while; what it fails of is kept with the export."""
    pause_s, reason = 1.0, ""
    for _ in range(_ATTEMPTS):
        try:
            return _carry_out(desk, export)
        except (Busy, Unavailable) as error:
            log.warning("An export waits %g s: %s", pause_s, error.message)
            reason = error.message
        if desk.stopping.wait(pause_s):
            raise Interrupted
        pause_s = min(2 * pause_s, _PAUSE_S_MAX)
    fail_export(desk.records, export, reason)
    return "failed"


def _carry_out(desk: Desk, export: Export) -> str:
    from ratchet.export.exporting import carry_out  # noqa: PLC0415 - Arrow and NumPy are large

    try:
        dataset = read_dataset_by_id(desk.records, export.project_id, export.dataset_id)
        if dataset is None:
            fail_export(desk.records, export, f"Dataset {export.dataset_name!r} was deleted.")
            return "failed"
        carry_out(desk, dataset, export)
    except Interrupted:
        raise
    except Cancelled:
        return "cancelled"
    except RatchetError as error:
        if isinstance(error, Busy | Unavailable) and not is_disk_full(error):
            raise
        fail_export(desk.records, export, error.message)
        return "failed"
    except Exception:
        fail_export(desk.records, export, "The export broke off; the server's log says why.")
        raise
    return "completed"
