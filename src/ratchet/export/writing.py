"""Writing the files of an export: pages in, in their order, encoded, into the files of their sides."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from ratchet.domain.export import ExportFormat, ExportOrder
from ratchet.export.completion import read_page, read_page_of_lines
from ratchet.export.desk import Advance
from ratchet.export.encoding import encode
from ratchet.export.files import Staging
from ratchet.export.redaction import redact_rows
from ratchet.export.selection import Page, Selection
from ratchet.export.shuffle import Shuffle
from ratchet.export.sinks import Sink, open_sink
from ratchet.export.split import LEFT_OUT, Split
from ratchet.store.events import EventStore
from ratchet.store.events.client import ArrowTable


class Task(NamedTuple):
    """What is to be written: an order, the items that it takes, which of them goes where, and how a page is read."""

    order: ExportOrder
    selection: Selection
    split: Split
    read: Callable[[Page], ArrowTable]


def write_items(task: Task, staging: Staging, names: list[str], advance: Advance) -> None:
    """Write a file for each side, as `names` has them."""
    if task.order.train_split is None:
        _write_in_order(task, staging, names[0], advance)
    else:
        _write_shuffled(task, staging, names, advance)


def _write_in_order(task: Task, staging: Staging, name: str, advance: Advance) -> None:
    with closing(open_sink(task.order.format, staging.path(name))) as sink:
        for page, table in _pages(task, staging, advance):
            sink.write(table.filter(task.split.sides[page.start : page.stop] != LEFT_OUT))


def _write_shuffled(task: Task, staging: Staging, names: list[str], advance: Advance) -> None:
    size_bytes = int(task.selection.sizes.sum())
    with ExitStack() as opened:
        shuffles = [
            opened.enter_context(Shuffle(staging.directory, name, task.split.count(side), size_bytes))
            for side, name in enumerate(names)
        ]
        empty: ArrowTable | None = None
        for page, table in _pages(task, staging, advance):
            empty = table.slice(0, 0)
            sides, places = (array[page.start : page.stop] for array in (task.split.sides, task.split.places))
            for side, shuffle in enumerate(shuffles):
                of_side = np.flatnonzero(sides == side)
                if len(of_side):
                    shuffle.put(table.take(of_side), places[of_side])
        for shuffle, name in zip(shuffles, names, strict=True):
            with closing(open_sink(task.order.format, staging.path(name))) as sink:
                _drain(shuffle, sink, empty, staging)


def _drain(shuffle: Shuffle, sink: Sink, empty: ArrowTable | None, staging: Staging) -> None:
    if empty is not None:
        sink.write(empty)  # a file of no items still says which columns it has
    for table in shuffle.drain():
        staging.check_room()
        sink.write(table)


def _pages(task: Task, staging: Staging, advance: Advance) -> Iterator[tuple[Page, ArrowTable]]:
    """The pages that something is taken from, encoded."""
    for page in task.selection.pages():
        kept = int(np.count_nonzero(task.split.sides[page.start : page.stop] != LEFT_OUT))
        if kept:
            yield page, task.read(page)
        staging.check_room()
        advance(kept)


def read_encoded(events: EventStore, selection: Selection, order: ExportOrder, page: Page) -> ArrowTable:
    """The items of a page as their format has them."""
    if order.format is ExportFormat.JSONL and not order.redact:
        lines = read_page_of_lines(events, selection, page)
        if lines is not None:
            return lines.cast(_LINE)
    rows = read_page(events, selection, page)
    return encode(redact_rows(rows) if order.redact else rows, order)


_LINE = pa.schema([("line", pa.large_binary())])
