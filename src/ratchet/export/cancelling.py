"""Giving up exports: when somebody asks, and when whoever wrote one is gone."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from ratchet.domain.export import Export, ExportState
from ratchet.errors import Conflict
from ratchet.export.downloads import find_export
from ratchet.export.files import remove_leftovers
from ratchet.store.records import RecordStore
from ratchet.store.records.exports import change_export, read_exports_in

_OPEN = (ExportState.QUEUED, ExportState.RUNNING)
_SILENT_FOR = timedelta(minutes=10)


def cancel_export(records: RecordStore, export: Export) -> Export:
    """Give up an export that is not over; raises `Conflict` for one that is."""
    if not change_export(records, export, among=_OPEN, to=ExportState.CANCELLED):
        current = find_export(records, export.project_id, export.id)
        if current.state is not ExportState.CANCELLED:
            raise Conflict(f"The export is {current.state}; only one that is queued or running can be cancelled.")
    return find_export(records, export.project_id, export.id)


def give_up_abandoned(records: RecordStore, root: Path) -> None:
    """Say of exports that nobody carries out any more that they came to nothing, and remove what was begun of them."""
    before = datetime.now(UTC) - _SILENT_FOR
    for export in read_exports_in(records, [ExportState.RUNNING]):
        if not export.is_background and export.updated_at < before:
            reason = "The server ended in the middle of it. Export it again."
            change_export(records, export, among=[ExportState.RUNNING], to=ExportState.FAILED, error=reason)
    remove_leftovers(root, lambda: {export.id for export in read_exports_in(records, _OPEN)})
