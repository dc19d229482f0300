"""How rows become what is written: lines of JSON, or columns."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute

from ratchet.domain.export import ExportFormat, ExportOrder
from ratchet.export.chat import to_chat
from ratchet.export.json_text import dump_json
from ratchet.export.record import to_records
from ratchet.store.events.client import ArrowTable

pc: Any = pyarrow.compute  # which makes its functions when it is imported

# What spreadsheets take for a formula, by its first character; OWASP's list.
_FORMULA = "^([=+\\-@\\t\\r\\n＝＋－＠])"
_CSV = ("query", "response", "score", "query_type")


def encode(table: ArrowTable, order: ExportOrder) -> ArrowTable:
    """The rows of a page in the columns that a file has; a single column `line` for files of lines."""
    match order.format:
        case ExportFormat.CSV:
            return _to_cells(table)
        case ExportFormat.PARQUET:
            return _to_columns(table)
        case ExportFormat.JSONL:
            return to_lines(to_records(table))
        case ExportFormat.HUGGINGFACE:
            return to_lines(map(to_instruction, to_records(table)))
        case _:
            return to_lines(to_chat(record, order.system_prompt) for record in to_records(table))


def to_lines(values: Iterable[Mapping[str, Any]]) -> ArrowTable:
    """A line of JSON for each value, with its line break."""
    return pa.table({"line": pa.array((dump_json(value) + b"\n" for value in values), pa.large_binary())})


def to_instruction(record: Mapping[str, Any]) -> dict[str, str]:
    """An item as instruction, further input, output and context; texts all of them, `""` for none."""
    given, metadata = (value if isinstance(value, dict) else {} for value in (record["input"], record["metadata"]))
    extra = given.get("input")
    context = given.get("context", metadata.get("context"))
    return {
        "instruction": record["query"] or "",
        "input": extra if isinstance(extra, str) and extra != record["query"] else "",
        "output": record["response"] or "",
        "context": _to_text(context),
    }


def _to_text(value: Any) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return "\n\n".join(value)
    return dump_json(value).decode()


def _to_cells(table: ArrowTable) -> ArrowTable:
    cells = table.select(_CSV)
    for name in ("query", "response", "query_type"):
        column = cells[name].cast(pa.string())
        safe = pc.replace_substring_regex(column, _FORMULA, "'\\1")
        safe = pc.if_else(pc.equal(safe, ""), pa.scalar(None, pa.string()), safe)
        cells = cells.set_column(cells.column_names.index(name), name, safe)
    return cells


def _to_columns(table: ArrowTable) -> ArrowTable:
    """Columns as JSON Lines has fields, the values as the JSON that they are."""
    names: Mapping[str, tuple[str, Callable[[Any], Any]]] = {
        "id": ("item_id", _text),
        "query": ("query", _text),
        "response": ("response", _text),
        "score": ("score", _same),
        "score_name": ("score_name", _text_or_null),
        "query_type": ("query_type", _text_or_null),
        "input": ("input", _text),
        "expected_output": ("expected_output", _text),
        "metadata": ("metadata", _text),
        "source_trace_id": ("source_trace_id", _text_or_null),
        "source_observation_id": ("source_span_id", _text_or_null),
        "created_at": ("created_ns", _moment),
        "updated_at": ("version_ns", _moment),
    }
    return pa.table({name: make(table[column]) for name, (column, make) in names.items()})


def _same(column: Any) -> Any:
    return column


def _text(column: Any) -> Any:
    return column.cast(pa.large_string())


def _text_or_null(column: Any) -> Any:
    return pc.if_else(pc.equal(column, ""), pa.scalar(None, pa.large_string()), _text(column))


def _moment(column: Any) -> Any:
    return column.cast(pa.timestamp("ns", "UTC")).cast(pa.timestamp("ms", "UTC"), safe=False)
