"""Which column of a file is which field of an item."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from ratchet.datasets.imports.row import Rejection, Row
from ratchet.datasets.schemas import ItemIn
from ratchet.http.fields import to_invalid

# The first name that a row has is taken for the field; whatever is taken for none is kept in the metadata.
_NAMES: Mapping[str, tuple[str, ...]] = {
    "id": ("id",),
    "input": ("input", "query"),
    "expected_output": ("expected_output", "expectedOutput", "response"),
    "metadata": ("metadata",),
    "source_trace_id": ("source_trace_id", "sourceTraceId"),
    "source_observation_id": ("source_observation_id", "sourceObservationId"),
    "status": ("status",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """What somebody says of a file's columns, where their names do not; several make an object of that field."""

    id: Sequence[str] = ()
    input: Sequence[str] = ()
    expected_output: Sequence[str] = ()


def to_item(row: Row, columns: Columns, dataset_id: str) -> ItemIn | Rejection:
    """The item that a row holds, or why it holds none.

    A row without an id gets one of what it says, so that a file that is imported again makes no items twice.
    """
    try:
        item = ItemIn.model_validate(_to_fields(dict(row.columns), columns))
        return item if item.id is not None else item.model_copy(update={"id": _derive_id(dataset_id, item)})
    except ValidationError as error:
        return Rejection(row.line, to_invalid(error).message)
    except RecursionError:
        return Rejection(row.line, "This is nested too deeply to be stored: flatten it.")
    except ValueError as error:
        return Rejection(row.line, str(error))


def _to_fields(rest: dict[str, Any], columns: Columns) -> dict[str, Any]:
    """The fields of an item out of a row's columns, of which what is left over becomes metadata."""
    fields: dict[str, Any] = {}
    for field, told in (("id", columns.id), ("input", columns.input), ("expected_output", columns.expected_output)):
        if told:
            fields[field] = _take(rest, field, told)
    for field, names in _NAMES.items():
        name = next((name for name in names if rest.get(name) is not None), None)
        if field not in fields and name is not None:
            fields[field] = rest.pop(name)
    if fields.get("input") is None and not _is_change(fields):
        raise ValueError(f"input: this row has none. It has {_listed(rest)}; say which of them is the input.")
    fields["metadata"] = _to_metadata(fields.get("metadata"), rest)
    return _spelt(fields)


def _is_change(fields: Mapping[str, Any]) -> bool:
    """Whether a row says of an item that is there already what is to be different, and nothing of its input."""
    return fields.get("id") is not None and bool(fields.keys() - {"id", "input"})


def _take(rest: dict[str, Any], field: str, names: Sequence[str]) -> Any:
    missing = [name for name in names if name not in rest]
    if missing:
        raise ValueError(f"{field}: this row has no {missing[0]!r}. It has {_listed(rest)}.")
    taken = {name: rest.pop(name) for name in names}
    return taken if len(taken) > 1 else next(iter(taken.values()))


def _to_metadata(said: Any, rest: Mapping[str, Any]) -> Any:
    others = {name: value for name, value in rest.items() if value is not None}
    if isinstance(score := others.get("score"), str):
        others["score"] = _to_number(score)
    if not others:
        return said
    return others | (said if isinstance(said, dict) else {} if said is None else {"metadata": said})


def _to_number(text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise ValueError(f"score: {text[:40]!r} is no number.") from error


def _spelt(fields: dict[str, Any]) -> dict[str, Any]:
    """Ids that a file has as numbers are texts, and a status may be written small."""
    for name in ("id", "source_trace_id", "source_observation_id"):
        if isinstance(value := fields.get(name), int) and not isinstance(value, bool):
            fields[name] = str(value)
    if isinstance(status := fields.get("status"), str):
        fields["status"] = status.upper()
    return fields


def _derive_id(dataset_id: str, item: ItemIn) -> str:
    said = [dataset_id, item.input, item.expected_output, item.metadata]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:32]


def _listed(names: Mapping[str, Any]) -> str:
    return ", ".join(repr(name) for name in list(names)[:20]) or "no column"
