"""Finding exports, and their files on the disk."""

from pathlib import Path

from ratchet.domain.export import Export, ExportState
from ratchet.errors import Conflict, NotFound
from ratchet.export.place import find_place
from ratchet.store.records import RecordStore
from ratchet.store.records.exports import read_export, read_newest_at


def find_export(records: RecordStore, project_id: str, export_id: str) -> Export:
    """An export; raises `NotFound` when there is none."""
    export = None if "\0" in export_id else read_export(records, project_id, export_id)
    if export is None:
        raise NotFound(f"There is no export {export_id!r} in this project. GET /admin/exports lists those there are.")
    return export


def find_file(records: RecordStore, root: Path, export: Export, name: str) -> Path:
    """A file of an export; raises `NotFound` when it has none of this name, or it is gone or replaced by now."""
    if export.state is not ExportState.COMPLETED:
        raise Conflict(f"The export is {export.state}, and has no files{' yet' if not export.state.is_over else ''}.")
    if name not in (file.name for file in export.files):
        raise NotFound(f"The export has no file {name!r}.")
    newest = read_newest_at(records, export.place) or export
    if newest.id != export.id and name in (file.name for file in newest.files):
        raise NotFound(f"{name} was replaced by a later export, {newest.id}.")
    path = find_place(root, export).directory / name
    if not path.is_file():
        raise NotFound(f"{name} is no longer in the export directory.")
    return path
