"""Writing the files of an export: items in, in the order of the files, each into the file of its side."""

from collections.abc import Iterable, Sequence
from contextlib import ExitStack, closing
from itertools import compress
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from ratchet.domain.export import ExportedFile, ExportFormat, ExportOrder
from ratchet.export.desk import Advance
from ratchet.export.encoding import to_columns
from ratchet.export.files import Staging
from ratchet.export.reading import changed, read_lines, read_tables
from ratchet.export.selection import Selection
from ratchet.export.sinks import Sink, open_sink
from ratchet.export.split import LEFT_OUT, Split
from ratchet.store.events import EventStore

Parts = Iterable[tuple[Sequence[int], Any]]
"""Hashes of items, and what is written of them: a list of lines, or a table."""


class Task(NamedTuple):
    """What is to be written: an order, the items that it takes, and which of them goes where."""

    order: ExportOrder
    selection: Selection
    split: Split


def write_items(task: Task, parts: Parts, staging: Staging, names: list[str], advance: Advance) -> list[ExportedFile]:
    """Write a file for each side, as `names` has them."""
    with ExitStack() as opened:
        sinks = [opened.enter_context(closing(open_sink(task.order.format, staging.path(name)))) for name in names]
        _distribute(task, parts, sinks, staging, advance)
    return [sink.file.describe(task.split.count(side)) for side, sink in enumerate(sinks)]


def _distribute(task: Task, parts: Parts, sinks: Sequence[Sink], staging: Staging, advance: Advance) -> None:
    order = task.selection.file_order(is_split=task.order.train_split is not None)
    hashes, sides = task.selection.hashes[order], task.split.sides[order]
    done = 0
    for found, part in parts:
        here = slice(done, done + len(found))
        if not np.array_equal(hashes[here], np.fromiter(found, np.uint64, len(found))):
            raise changed()
        for side, sink in enumerate(sinks):
            # Nothing, at first, too: a file of no items still says which columns it has.
            sink.write(_pick(part, sides[here] == side))
        done += len(found)
        staging.check_room()
        advance(int(np.count_nonzero(sides[here] != LEFT_OUT)))
    if done != len(order):
        raise changed()


def _pick(part: Any, is_wanted: np.ndarray) -> Any:
    if is_wanted.all():
        return part
    return list(compress(part, is_wanted.tolist())) if isinstance(part, list) else part.filter(pa.array(is_wanted))


def read_parts(events: EventStore, selection: Selection, order: ExportOrder) -> Parts:
    """All items as their format has them, in the order of the files."""
    if order.format is ExportFormat.PARQUET:
        return ((hashes, to_columns(table, order)) for hashes, table in read_tables(events, selection, order))
    return read_lines(events, selection, order)
