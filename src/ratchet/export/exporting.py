"""Exporting: an order is checked and kept, looked at, split, written, and its files appear."""

from collections.abc import Mapping
from dataclasses import replace
from time import monotonic
from typing import Any, NamedTuple

import orjson

from ratchet.datasets.held_out import read_held_out
from ratchet.domain.dataset import Dataset
from ratchet.domain.export import Export, ExportedFile, ExportOrder, ExportState
from ratchet.errors import Unprocessable
from ratchet.export.beginning import all_names, check_place
from ratchet.export.desk import Advance, Cancelled, Desk, Interrupted
from ratchet.export.files import Staging, staged
from ratchet.export.grouping import find_groups, find_strata
from ratchet.export.inspection import Inspection, Inspector, inspect_items
from ratchet.export.manifest import to_manifest
from ratchet.export.pairing import find_pairs
from ratchet.export.place import find_place
from ratchet.export.report import to_report
from ratchet.export.selection import Selection, select_items
from ratchet.export.sinks import HashedFile
from ratchet.export.split import TRAIN, VALIDATION, Split, keep_in_order, split_items
from ratchet.export.statistics import describe_items, to_stats
from ratchet.export.writing import Parts, Task, read_parts, write_items
from ratchet.store.events.export_lines import PAIRED
from ratchet.store.records.exports import change_export

_NOTED_EVERY_S = 0.5


class Outlook(NamedTuple):
    """What an export comes to before it is written."""

    task: Task
    parts: Parts
    inspection: Inspection
    stats: Mapping[str, Any]
    report: Mapping[str, Any]


def foresee(desk: Desk, dataset: Dataset, order: ExportOrder, advance: Advance) -> Outlook:
    """What an export would come to; nothing is written."""
    selection = select_items(desk.events, desk.records, dataset, order)
    pairs = find_pairs(desk, dataset, selection, order, advance) if order.format in PAIRED else None
    inspector = Inspector(order, len(selection), read_held_out(desk.events, desk.records, dataset))
    if pairs is not None:
        inspector.paired = pairs.found.keys()
    inspect_items(desk.events, selection, inspector, advance)
    found = inspector.found
    split = _split(desk, selection, found, order)
    counts = split.count(TRAIN), split.count(VALIDATION)
    stats = to_stats(describe_items(selection, found.kept), order.train_split, counts)
    parts = read_parts(desk.events, selection, order) if pairs is None else pairs.read_parts(selection)
    return Outlook(Task(order, selection, split), parts, found, stats, to_report(found, split, order))


def carry_out(desk: Desk, dataset: Dataset, export: Export) -> Export:
    """Write the files of an export that is running; raises why it cannot, and nothing is left behind then."""
    progress = _Progress(desk, export)
    outlook = foresee(desk, dataset, export.order, progress.advance)
    if not outlook.stats["total_items"]:
        raise _nothing(outlook)
    progress.total = outlook.stats["total_items"]
    place = find_place(desk.root, export)
    names = all_names(export, place.stem)
    with staged(place, export.id) as staging:
        files = _write_files(export, outlook, _Writing(staging, progress), names)
        with desk.records.lock(f"export to {export.place}"):
            check_place(desk, export)
            progress.note()
            # Under the lock: whoever publishes there next sees whose files they are.
            with staging.published(names):
                return _complete(desk, export, outlook, files)


class _Progress:
    """How far an export is; the end of the server and a wish to cancel are noticed when it is noted."""

    def __init__(self, desk: Desk, export: Export) -> None:
        self._desk = desk
        self._export = export
        self._done = 0
        self._noted_at = float("-inf")
        self.total = 0

    def advance(self, items: int) -> None:
        """Know that so many more items are written, and note it now and then."""
        self._done += items
        if monotonic() - self._noted_at >= _NOTED_EVERY_S:
            self.note()

    def note(self) -> None:
        """Keep how many items are written."""
        if self._desk.stopping.is_set() and self._export.is_background:
            raise Interrupted
        self._noted_at = monotonic()
        state = ExportState.RUNNING
        fields = {"progress": self._done, "total": self.total}
        if not change_export(self._desk.records, self._export, among=[state], to=state, **fields):
            raise Cancelled


class _Writing(NamedTuple):
    """What writing works with."""

    staging: Staging
    progress: _Progress


def _write_files(export: Export, outlook: Outlook, writing: _Writing, names: list[str]) -> list[ExportedFile]:
    *data, stats_name, manifest_name = names
    staging = writing.staging
    files = write_items(outlook.task, outlook.parts, staging, data, writing.progress.advance)
    files.append(_write_json(staging, stats_name, outlook.stats))
    manifest = to_manifest(export, outlook.task.selection.query.as_of, outlook.stats, outlook.report, files)
    return [*files, _write_json(staging, manifest_name, manifest)]


def _complete(desk: Desk, export: Export, outlook: Outlook, files: list[ExportedFile]) -> Export:
    total: int = outlook.stats["total_items"]
    fields = {"report": {"stats": outlook.stats, **outlook.report}, "progress": total, "total": total}
    state = ExportState.COMPLETED
    if not change_export(desk.records, export, among=[ExportState.RUNNING], to=state, files=files, **fields):
        raise Cancelled
    return replace(export, state=state, files=tuple(files), **fields)


def _write_json(staging: Staging, name: str, value: Any) -> ExportedFile:
    with HashedFile(staging.path(name)) as file:
        file.write(orjson.dumps(value, option=orjson.OPT_INDENT_2) + b"\n")
    return file.describe()


def _split(desk: Desk, selection: Selection, found: Inspection, order: ExportOrder) -> Split:
    if order.train_split is None:
        return keep_in_order(found.kept)
    groups = None if order.keep_together is None else find_groups(desk.events, selection, order.keep_together)
    strata = find_strata(selection) if order.stratify else None
    return split_items(selection.hashes, found.kept, order.train_split, strata=strata, groups=groups)


def _nothing(outlook: Outlook) -> Unprocessable:
    if not len(outlook.task.selection):
        return Unprocessable("No item of the dataset answers these filters, so there is nothing to export.")
    reasons = "; ".join(f"{each['count']:,} because {each['reason']}" for each in outlook.report["left_out"])
    return Unprocessable(f"None of {len(outlook.task.selection):,} items can be exported: {reasons}.")
