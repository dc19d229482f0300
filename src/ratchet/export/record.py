"""An item as it is exported with everything: its typed fields, its values, and where it is from."""

from collections.abc import Iterator
from typing import Any

from ratchet.domain.time import format_time
from ratchet.domain.value import decode_value
from ratchet.store.events.client import ArrowTable


def to_records(table: ArrowTable) -> Iterator[dict[str, Any]]:
    """The rows of a page as records, as JSON Lines has them."""
    for row in table.to_pylist():
        yield {
            "id": row["item_id"],
            "query": row["query"],
            "response": row["response"],
            "score": row["score"],
            "score_name": row["score_name"] or None,
            "query_type": row["query_type"] or None,
            "input": decode_value(row["input"]),
            "expected_output": decode_value(row["expected_output"]),
            "metadata": decode_value(row["metadata"]),
            "source_trace_id": row["source_trace_id"] or None,
            "source_observation_id": row["source_span_id"] or None,
            "created_at": format_time(row["created_ns"]),
            "updated_at": format_time(row["version_ns"]),
        }
