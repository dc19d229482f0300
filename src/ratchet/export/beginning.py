"""Beginning an export: what is wanted is checked and kept, before anything is read or written."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

from ratchet.domain.dataset import Dataset
from ratchet.domain.export import Export, ExportOrder, ExportState
from ratchet.errors import Conflict
from ratchet.export.desk import Desk
from ratchet.export.files import disk_errors, find_taken
from ratchet.export.formats import FORMATS
from ratchet.export.place import default_place, find_place, to_place
from ratchet.store.events.export_rows import read_latest_version
from ratchet.store.records import RecordStore
from ratchet.store.records.exports import change_export, read_newest_at, write_export


def begin_export(
    desk: Desk, dataset: Dataset, order: ExportOrder, *, output_path: str | None, is_background: bool
) -> Export:
    """Keep that an export is wanted, with the version of the dataset that it takes.

    Raises `Unprocessable` for a path that cannot be used, and `Conflict` for one that is taken.
    """
    now, export_id = datetime.now(UTC), uuid4().hex
    version = order.as_of or read_latest_version(desk.events, dataset.project_id, dataset.id)
    export = Export(
        project_id=dataset.project_id,
        id=export_id,
        dataset_id=dataset.id,
        dataset_name=dataset.name,
        place=to_place(output_path) if output_path else default_place(dataset.name, export_id, now),
        order=replace(order, as_of=version),
        is_background=is_background,
        created_at=now,
        updated_at=now,
        state=ExportState.QUEUED if is_background else ExportState.RUNNING,
    )
    check_place(desk, export)
    write_export(desk.records, export)
    return export


def check_place(desk: Desk, export: Export) -> None:
    """Raise unless the files of an export may be where they are wanted: nothing is there, or it may be replaced."""
    with disk_errors():
        place = find_place(desk.root, export)
        there = find_taken(place, all_names(export, place.stem))
    if not there:
        return
    newest = read_newest_at(desk.records, export.place)
    if newest is not None and newest.project_id != export.project_id:
        raise Conflict(f"{export.place} is taken by another project. Choose another output_path.")
    if not export.order.overwrite:
        raise Conflict(
            f"{', '.join(there)} exists in the export directory already. Choose another output_path, or send "
            "overwrite: true.",
            details={"files": there},
        )


def all_names(export: Export, stem: str) -> list[str]:
    """The names of all files of an export, the manifest last."""
    kind = FORMATS[export.order.format]
    is_split = export.order.train_split is not None
    return [*kind.file_names(stem, is_split=is_split), kind.beside(stem, "stats"), kind.beside(stem, "manifest")]


def fail_export(records: RecordStore, export: Export, reason: str) -> None:
    """Say that an export came to nothing, and why."""
    change_export(records, export, among=[ExportState.QUEUED, ExportState.RUNNING], to=ExportState.FAILED, error=reason)
