"""An item as it is exported with everything: its typed fields, its values, and where it is from."""

from collections.abc import Mapping
from typing import Any

from ratchet.domain.time import format_time
from ratchet.domain.value import decode_value
from ratchet.text.redaction import redact, redact_value

_TEXTS = ("query", "response")
_VALUES = ("input", "expected_output", "metadata")


def to_record(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of the store as a record, as JSON Lines has it."""
    return {
        "id": row["item_id"],
        "query": row["query"],
        "response": row["response"],
        "score": row["score"],
        "score_name": row["score_name"] or None,
        "query_type": row["query_type"] or None,
        **{name: decode_value(row[name]) for name in _VALUES},
        "source_trace_id": row["source_trace_id"] or None,
        "source_observation_id": row["source_span_id"] or None,
        "created_at": format_time(row["created_ns"]),
        "updated_at": format_time(row["version_ns"]),
    }


def redact_record(record: Mapping[str, Any]) -> dict[str, Any]:
    """A record without what `ratchet.text.redaction` finds in its texts and values."""
    texts = {name: record[name] and redact(record[name]).text for name in _TEXTS}
    return {**record, **texts, **{name: redact_value(record[name]) for name in _VALUES}}
