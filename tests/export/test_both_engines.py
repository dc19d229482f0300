"""Exports from ClickHouse over the wire are those of the embedded engine, and few items need Python."""

from dataclasses import replace

import pytest
from writing_exports import Exporter

from ratchet.domain.export import Checks, ExportFormat, ExportOrder, Group
from ratchet.export.openai_rules import size_bytes_max
from ratchet.export.selection import select_items
from ratchet.store.events import EventStore
from ratchet.store.events.dataset_items import StoredItem, insert_items
from ratchet.store.events.export_rows import stream_lines

ORDINARY = [
    ("What is it?", "A text.", None),
    ({"query": "What is it?"}, {"response": "A field."}, {"score": 0.5, "query_type": "factual"}),
    ({"question": 'With "quotes" and\nlines?'}, "Zeichen: äöü 😀.", {"score": 1, "score_name": "judge"}),
]
ODD = [
    ([{"role": "user", "content": "A chat?"}], {"role": "assistant", "content": "Yes."}, None),
    ({"query": "With tools?", "tools": [{"type": "function", "function": {"name": "find"}}]}, "Yes.", None),
    ({"query": "In context?", "context": "The context."}, "Yes.", {"user_id": "u1", "score": 0.25}),
]


@pytest.mark.parametrize("kind", list(ExportFormat)[:6])
def test_both_engines_write_the_same_bytes(exporter: Exporter, wire_events: EventStore, kind: ExportFormat) -> None:
    dataset, items = exporter.keep([*ORDINARY, *ODD] * 3)
    insert_items(wire_events, [StoredItem(item) for item in items])
    over_wire = replace(exporter, stores=replace(exporter.stores, events=wire_events))
    for order in ({}, {"train_split": None}, {"keep_together": Group.USER}, {"redact": True}):
        here, there = (
            [path.read_bytes() for path in each.export(dataset, kind, **order)[1]] for each in (exporter, over_wire)
        )
        assert here == there


@pytest.mark.parametrize("kind", [ExportFormat.JSONL, ExportFormat.CSV, ExportFormat.HUGGINGFACE, ExportFormat.OPENAI])
def test_the_engine_composes_the_lines_of_ordinary_items(exporter: Exporter, kind: ExportFormat) -> None:
    dataset, _ = exporter.keep([*ORDINARY, *ODD])
    order = ExportOrder(format=kind, train_split=None)
    selection = select_items(exporter.stores.events, exporter.stores.records, dataset, order)
    limit = size_bytes_max(order)
    [lines] = stream_lines(exporter.stores.events, selection.query, order, size_bytes=1, size_bytes_max=limit)
    assert list(lines.fit)[:3] == [1, 1, 1]
    assert not lines.fit[3]
    if kind is not ExportFormat.JSONL and kind is not ExportFormat.CSV:
        assert selection.is_fit.tolist() == [bool(is_fit) for is_fit in lines.fit]


def test_what_would_break_a_file_is_left_out_however_little_is_looked_at(exporter: Exporter) -> None:
    dataset, _ = exporter.keep([*ORDINARY * 4, ("asked only", None, None), ("blank", " \u2003\n", None)])
    found = {checks: exporter.export(dataset, ExportFormat.OPENAI, checks=checks)[0].report for checks in Checks}
    assert [report["looked_at"] for report in found.values()] == [0, 14, 14]
    for report in found.values():
        assert sum(each["count"] for each in report["left_out"]) == 2
