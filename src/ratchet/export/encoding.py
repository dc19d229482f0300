"""How items become what is written: lines, or columns."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.compute

from ratchet.domain.export import ExportFormat, ExportOrder
from ratchet.domain.value import decode_value, encode_value
from ratchet.export.chat import to_chat
from ratchet.store.events.client import ArrowTable
from ratchet.store.events.export_lines import FORMULA
from ratchet.text.redaction import redact, redact_value

pc: Any = pyarrow.compute  # which makes its functions when it is imported

_FORMULA = re.compile(FORMULA)


def dump_json(value: Any) -> bytes:
    """A value as JSON: compact, in UTF-8, without a line break in it, with integers of any size."""
    try:
        return orjson.dumps(value)
    except TypeError:  # an integer of more than 64 bits
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def to_line(record: Mapping[str, Any], order: ExportOrder) -> bytes:
    """An item as its format has it, with a line break behind it."""
    match order.format:
        case ExportFormat.CSV:
            return _to_cells(record)
        case ExportFormat.JSONL:
            return dump_json(record) + b"\n"
        case ExportFormat.HUGGINGFACE:
            return dump_json(to_instruction(record)) + b"\n"
        case _:
            return dump_json(to_chat(record, order.system_prompt)) + b"\n"


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


def _to_cells(record: Mapping[str, Any]) -> bytes:
    score = "" if record["score"] is None else repr(record["score"])
    cells = _to_cell(record["query"]), _to_cell(record["response"]), score, _to_cell(record["query_type"])
    return (",".join(cells) + "\n").encode()


def _to_cell(text: str | None) -> str:
    if not text:
        return ""
    quoted = text.replace('"', '""')
    apostrophe = "'" if _FORMULA.match(text) else ""
    return f'"{apostrophe}{quoted}"'


def to_columns(table: ArrowTable, order: ExportOrder) -> ArrowTable:
    """Columns as JSON Lines has fields, the values as the JSON that they are."""
    if order.redact:
        table = _redact(table)
    return pa.table({name: make(table[column]) for name, (column, make) in _COLUMNS.items()})


def _redact(table: ArrowTable) -> ArrowTable:
    redacted: dict[str, Callable[[str], str]] = {
        **dict.fromkeys(("query", "response"), lambda text: redact(text).text),
        **dict.fromkeys(
            ("input", "expected_output", "metadata"), lambda text: encode_value(redact_value(decode_value(text)))
        ),
    }
    for name, clean in redacted.items():
        texts = pa.array([text and clean(text) for text in table[name].to_pylist()], pa.string())
        table = table.set_column(table.column_names.index(name), name, texts)
    return table


def _same(column: Any) -> Any:
    return column


def _text(column: Any) -> Any:
    return column.cast(pa.large_string())


def _text_or_null(column: Any) -> Any:
    return pc.if_else(pc.equal(column, ""), pa.scalar(None, pa.large_string()), _text(column))


def _moment(column: Any) -> Any:
    return column.cast(pa.timestamp("ns", "UTC")).cast(pa.timestamp("ms", "UTC"), safe=False)


_COLUMNS: Mapping[str, tuple[str, Callable[[Any], Any]]] = {
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
