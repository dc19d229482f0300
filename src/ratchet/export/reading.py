"""Reading items: the engine's rows and lines, completed where it leaves something to Python.

Open are questions and answers in odd forms, those that only a trace has, and lines of items that are more than both.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa

from ratchet.datasets.facts import read_facts
from ratchet.domain.dataset import Item
from ratchet.domain.export import ExportOrder
from ratchet.domain.value import decode_value
from ratchet.errors import Conflict
from ratchet.export.encoding import to_line
from ratchet.export.openai_rules import size_bytes_max
from ratchet.export.record import redact_record, to_record
from ratchet.export.selection import Page, Selection
from ratchet.store.events import EventStore
from ratchet.store.events.client import ArrowTable
from ratchet.store.events.export_rows import Lines, read_rows, stream_lines, stream_rows, to_contents

Row = dict[str, Any]


def changed() -> Conflict:
    """That a dataset is not what it was when its items were counted."""
    return Conflict("The dataset was deleted or changed while it was exported. Export it again.")


def read_records(events: EventStore, selection: Selection, page: Page) -> Iterator[Row]:
    """The items of a page, each with all that is known of it; raises `Conflict` when they are others by now."""
    rows: list[Row] = read_rows(events, selection.query, page.first, page.last).to_pylist()
    if len(rows) != page.stop - page.start:
        raise changed()
    _complete(events, selection, [row for row in rows if not row["is_plain"]])
    return map(to_record, rows)


def read_lines(
    events: EventStore, selection: Selection, order: ExportOrder
) -> Iterator[tuple[Sequence[int], list[bytes]]]:
    """All items as lines, with their hashes, in the order of the files."""
    found = stream_lines(
        events,
        selection.query,
        order,
        size_bytes=int(selection.sizes.sum()),
        size_bytes_max=size_bytes_max(order),
    )
    for lines in found:
        yield lines.hashes, _fill_in(events, selection, order, lines)


def _fill_in(events: EventStore, selection: Selection, order: ExportOrder, lines: Lines) -> list[bytes]:
    places = [place for place, is_fit in enumerate(lines.fit) if not is_fit]
    rows = [to_contents(lines.contents[place]) for place in places]
    _complete(events, selection, [row for row in rows if not row["is_plain"]])
    for place, row in zip(places, rows, strict=True):
        record = to_record(row)
        lines.lines[place] = to_line(redact_record(record) if order.redact else record, order)
    return lines.lines


def read_tables(
    events: EventStore, selection: Selection, order: ExportOrder
) -> Iterator[tuple[Sequence[int], ArrowTable]]:
    """All items as columns, with their hashes, in the order of the files."""
    for hashes, columns in stream_rows(events, selection.query, order, size_bytes=int(selection.sizes.sum())):
        places = [place for place, is_plain in enumerate(columns["is_plain"]) if not is_plain]
        rows = [{name: _decode(column[place]) for name, column in columns.items()} for place in places]
        _complete(events, selection, rows)
        yield hashes, _to_table(columns, places, rows)


def _to_table(columns: dict[str, Sequence[Any]], places: Sequence[int], rows: Sequence[Row]) -> ArrowTable:
    filled: dict[str, Sequence[Any]] = dict(columns)
    for name in ("query", "response"):
        filled[name] = values = list(columns[name])
        for place, row in zip(places, rows, strict=True):
            values[place] = row[name]
    numbers = {"score": pa.float64(), "created_ns": pa.int64(), "version_ns": pa.int64(), "is_plain": pa.uint8()}
    return pa.table({name: pa.array(values, numbers.get(name, pa.string())) for name, values in filled.items()})


def _decode(value: Any) -> Any:
    return value.decode() if isinstance(value, bytes) else value


def _complete(events: EventStore, selection: Selection, rows: Sequence[Row]) -> None:
    """Give rows the questions and answers that the engine could not find."""
    items = [_to_item(selection, row) for row in rows]
    facts = read_facts(events, selection.query.project_id, items, selection.query.score_names) if items else []
    for row, found in zip(rows, facts, strict=True):
        row["query"], row["response"] = found.query, found.response


def _to_item(selection: Selection, row: Row) -> Item:
    return Item(
        project_id=selection.query.project_id,
        dataset_id=selection.query.dataset_id,
        id=row["item_id"],
        created_at=row["created_ns"],
        version=row["version_ns"],
        input=decode_value(row["input"]),
        expected_output=decode_value(row["expected_output"]),
        metadata=decode_value(row["metadata"]),
        source_trace_id=row["source_trace_id"],
        source_span_id=row["source_span_id"],
    )
