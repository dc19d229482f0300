"""Taking personal data and secrets out of what is exported."""

from typing import Any

import pyarrow as pa

from ratchet.domain.value import decode_value, encode_value
from ratchet.store.events.client import ArrowTable
from ratchet.text.redaction import redact, redact_value

_TEXTS = ("query", "response")
_VALUES = ("input", "expected_output", "metadata")


def redact_rows(table: ArrowTable) -> ArrowTable:
    """The rows of a page without what `ratchet.text.redaction` finds in their texts and values."""
    for name in _TEXTS:
        table = _replace(table, name, [text and redact(text).text for text in table[name].to_pylist()])
    for name in _VALUES:
        table = _replace(
            table, name, [encode_value(redact_value(decode_value(text))) for text in table[name].to_pylist()]
        )
    return table


def _replace(table: ArrowTable, name: str, texts: list[Any]) -> ArrowTable:
    return table.set_column(table.column_names.index(name), name, pa.array(texts, pa.string()))
