"""What a span of real text takes on disk, once its parts are merged."""

import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

from prose import read_prose
from ratchet.domain.span import Span, SpanType
from ratchet.store.events import EventStore, open_event_store

INPUT_CHARACTERS, OUTPUT_CHARACTERS = 1_100, 650


DAY_S = 86_400
SETTLED_WITHIN_S = 60


class DiskUse(NamedTuple):
    """Bytes a span: as sent, and as stored with everything that finds it."""

    spans: int
    sent: float
    stored: float


def measure_disk() -> DiskUse:
    """Store as many spans as there is prose for, no passage twice, merge, and count bytes.

    The spans are two days old: on their first day texts are compressed fast, and well after it.
    """
    spans = list(_make_spans(read_prose()))
    with tempfile.TemporaryDirectory() as directory:
        store = open_event_store(f"chdb://{Path(directory)}/events")
        try:
            inserted_at = int((time.time() - 2 * DAY_S) * 1_000_000)
            columns = [*zip(*spans, strict=True), [inserted_at] * len(spans)]
            store.insert("spans", (*Span._fields, "inserted_at"), columns)
            for table in ("spans", "span_index"):
                store.command(f"OPTIMIZE TABLE {table} FINAL")
            _wait_until_compressed_well(store)
            [[stored]] = store.query(
                "SELECT sum(bytes_on_disk) FROM system.parts WHERE active AND table IN ('spans', 'span_index')"
            )
        finally:
            store.close()
    return DiskUse(len(spans), sum(map(_size, spans)) / len(spans), stored / len(spans))


def _wait_until_compressed_well(store: EventStore) -> None:
    deadline = time.monotonic() + SETTLED_WITHIN_S
    fresh = "SELECT count() FROM system.parts WHERE active AND table = 'spans' AND default_compression_codec = 'LZ4'"
    while store.query(fresh)[0][0]:
        if time.monotonic() > deadline:
            raise SystemExit("The parts of two days ago have not been compressed again.")
        time.sleep(0.2)


def _make_spans(prose: str) -> Iterator[Span]:
    began = time.time_ns()
    trace_id, width = "", INPUT_CHARACTERS + OUTPUT_CHARACTERS
    for i, first in enumerate(range(0, len(prose) - width, width)):
        trace_id = uuid4().hex if i % 4 == 0 else trace_id
        middle = first + INPUT_CHARACTERS
        is_generation = i % 4 == 2
        yield Span(
            "default",
            trace_id,
            uuid4().hex[:16],
            parent_span_id=uuid4().hex[:16] if i % 4 else "",
            root_rank=int(i % 4 == 0),
            start_time=began + i * 10**7,
            end_time=began + i * 10**7 + 10**9,
            name=("chat", "retrieve", "generate", "plan")[i % 4],
            type=SpanType.GENERATION if is_generation else SpanType.SPAN,
            input=prose[first:middle],
            output=prose[middle : first + width],
            model="gpt-4o-mini" if is_generation else "",
            usage={"input": 1200, "output": 350, "total": 1550} if is_generation else {},
            cost={"total": 0.00039} if is_generation else {},
            trace_name="chat",
            user_id=f"user-{i // 4 % 5000}",
            session_id=f"session-{i // 24}",
            tags=["chat", "web"],
            environment="production",
            attributes={"http.route": "/chat", "dialogue_mode": "FACTUAL"},
            resource={"service.name": "chat", "telemetry.sdk.language": "python"},
            scope_name="chat",
            scope_version="1.0",
            revision=began + i,
        )


def _size(span: Span) -> int:
    return sum(len(str(value).encode()) for value in span if value)


if __name__ == "__main__":
    use = measure_disk()
    sys.stdout.write(f"{use.spans:,} spans of {use.sent:,.0f} bytes take {use.stored:,.0f} bytes each\n")
