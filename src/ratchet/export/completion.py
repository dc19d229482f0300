"""What the engine leaves open of an item: questions and answers in odd forms, and those that only its trace has."""

from typing import Any

import numpy as np
import pyarrow as pa

from ratchet.datasets.facts import read_facts
from ratchet.domain.dataset import Item
from ratchet.domain.value import decode_value
from ratchet.errors import Conflict
from ratchet.export.selection import Page, Selection
from ratchet.store.events import EventStore
from ratchet.store.events.client import ArrowTable
from ratchet.store.events.export_rows import read_lines, read_rows


def read_page(events: EventStore, selection: Selection, page: Page) -> ArrowTable:
    """The rows of a page, with the question and the answer of each; raises `Conflict` when they are others by now."""
    table = _check(page, read_rows(events, selection.query, page.first, page.last))
    open_ones = np.flatnonzero(table["is_plain"].to_numpy() == 0)
    return table if not len(open_ones) else _complete(events, selection, table, open_ones.tolist())


def read_page_of_lines(events: EventStore, selection: Selection, page: Page) -> ArrowTable | None:
    """The rows of a page as lines of JSON; None where the engine leaves something open."""
    table = _check(page, read_lines(events, selection.query, page.first, page.last))
    return table.select(["line"]) if table["is_plain"].to_numpy().all() else None


def _check(page: Page, table: ArrowTable) -> ArrowTable:
    if table.num_rows != page.stop - page.start:
        raise Conflict("The dataset was deleted or changed while it was exported. Export it again.")
    return table


def _complete(events: EventStore, selection: Selection, table: ArrowTable, open_ones: list[int]) -> ArrowTable:
    items = [_to_item(selection, row) for row in table.take(open_ones).to_pylist()]
    facts = read_facts(events, selection.query.project_id, items, selection.query.score_names)
    queries, responses = table["query"].to_pylist(), table["response"].to_pylist()
    for place, found in zip(open_ones, facts, strict=True):
        queries[place], responses[place] = found.query, found.response
    return _replace(_replace(table, "query", queries), "response", responses)


def _replace(table: ArrowTable, name: str, texts: list[str | None]) -> ArrowTable:
    return table.set_column(table.column_names.index(name), name, pa.array(texts, pa.string()))


def _to_item(selection: Selection, row: dict[str, Any]) -> Item:
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
