"""The ways to get OTLP requests into the store that were tried, side by side.

    uv run python benchmarks/ingest_designs.py

Each figure is the median CPU time of the whole process per span, and what that comes to on one core. The Python steps
hold the interpreter's lock; the engine's do not, and run beside them. `docs/decisions/0001` says what was concluded.
"""

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import clickhouse_connect
import orjson
from clickhouse_connect.driver.client import Client
from clickhouse_connect.driver.transform import NativeTransform
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from ratchet.domain.span import Span
from ratchet.ingest.otlp import decode_protobuf
from ratchet.ingest.spans import Sender
from ratchet.store.events.migrate import migrate
from traffic import make_batch

SPANS_PER_BATCH = 512
BATCHES = 4
ROUNDS = 15

PROTOBUF_SCHEMA = """
syntax = "proto3";
message Value { oneof value { string string_value = 1; bool bool_value = 2; int64 int_value = 3; } }
message Attribute { string key = 1; Value value = 2; }
message Span { bytes trace_id = 1; bytes span_id = 2; bytes parent_span_id = 4; string name = 5;
  fixed64 start_time_unix_nano = 7; fixed64 end_time_unix_nano = 8; repeated Attribute attributes = 9; }
message ScopeSpans { repeated Span spans = 2; }
message ResourceSpans { repeated ScopeSpans scope_spans = 2; }
message Request { repeated ResourceSpans resource_spans = 1; }
"""
_ATTRIBUTES = "Array(Tuple(key String, value Tuple(string_value String, bool_value Bool, int_value Int64)))"
_SPANS = (
    "Array(Tuple(trace_id String, span_id String, parent_span_id String, name String, start_time_unix_nano UInt64, "
    f"end_time_unix_nano UInt64, attributes {_ATTRIBUTES}))"
)
REQUESTS_TABLE = (
    f"CREATE TABLE requests (resource_spans Array(Tuple(scope_spans Array(Tuple(spans {_SPANS}))))) ENGINE = Null"
)
# Only the ids, times and attributes as they came: the mapping to fields, costs and checks would come on top.
DECODED_TABLE = (
    "CREATE TABLE decoded (trace_id String, span_id String, parent_span_id String, name String, start UInt64, "
    "end UInt64, attributes Map(LowCardinality(String), String)) ENGINE = MergeTree ORDER BY (start, trace_id)"
)
DECODED_WRITER = """
CREATE MATERIALIZED VIEW decoded_writer TO decoded AS
WITH arrayJoin(resource_spans) AS resource, arrayJoin(resource.scope_spans) AS scope, arrayJoin(scope.spans) AS span
SELECT lower(hex(span.trace_id)) AS trace_id, lower(hex(span.span_id)) AS span_id,
    lower(hex(span.parent_span_id)) AS parent_span_id, span.name AS name, span.start_time_unix_nano AS start,
    span.end_time_unix_nano AS end,
    CAST((span.attributes.key, arrayMap(value -> value.string_value, span.attributes.value)),
        'Map(LowCardinality(String), String)') AS attributes
FROM requests
"""


def measure(name: str, work: Callable[[], object]) -> None:
    """Print one line for a step that handles all batches."""
    times: list[float] = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    per_span = statistics.median(times) / (SPANS_PER_BATCH * BATCHES)
    print(f"{name:70} {per_span * 1e6:6.1f} µs   {1 / per_span:>9,.0f} spans/s", flush=True)


def main() -> None:
    """Measure every step of every design."""
    rng = random.Random(1)
    bodies = [make_batch(SPANS_PER_BATCH, rng) for _ in range(BATCHES)]
    sender = Sender("benchmark", time.time_ns())
    spans = [span for body in bodies for span in decode_protobuf(body, sender).rows]
    with tempfile.TemporaryDirectory() as directory:
        client = clickhouse_connect.get_client(dsn=f"chdb://{Path(directory).absolute()}/db")
        migrate(client)
        measure(
            "Python: parse protobuf, nothing read", lambda: [ExportTraceServiceRequest.FromString(b) for b in bodies]
        )
        measure("Python: parse, map attributes to spans", lambda: [decode_protobuf(body, sender) for body in bodies])
        _measure_formats(client, spans)
        _measure_engine(client, bodies)
        client.close()


def _measure_formats(client: Client, spans: Sequence[Span]) -> None:
    def insert(block: bytes, fmt: str) -> None:
        client.raw_insert("spans", column_names=Span._fields, insert_block=block, fmt=fmt)

    def to_native() -> bytes:
        context = client.create_insert_context("spans", Span._fields, column_oriented=True)
        context.data = list(zip(*spans, strict=True))
        return b"".join(NativeTransform.build_insert(context)).partition(b"FORMAT Native\n")[2]

    def to_json() -> bytes:
        # Times as decimal seconds: the engine reads a bare integer as seconds.
        return b"\n".join(orjson.dumps([*map(_json_time, Span._fields, span)]) for span in spans)

    native, json = to_native(), to_json()
    measure("Python: spans to Native columns", to_native)
    measure("engine: insert Native columns", lambda: insert(native, "Native"))
    measure("Python: spans to JSON rows (orjson)", to_json)
    measure("engine: insert JSON rows", lambda: insert(json, "JSONCompactEachRow"))


def _json_time(field: str, value: Any) -> Any:
    return f"{value // 10**9}.{value % 10**9:09}" if field.endswith("_time") and value is not None else value


def _measure_engine(client: Client, bodies: Sequence[bytes]) -> None:
    for statement in (REQUESTS_TABLE, DECODED_TABLE, DECODED_WRITER):
        client.command(statement)
    settings = {
        "format_schema_source": "string",
        "format_schema": PROTOBUF_SCHEMA,
        "format_schema_message_name": "Request",
    }
    stream = b"".join(_varint(len(body)) + body for body in bodies)
    measure(
        "engine: decode protobuf and insert, attributes as they came",
        lambda: client.raw_insert("requests", insert_block=stream, fmt="Protobuf", settings=settings),
    )


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*out, number])


if __name__ == "__main__":
    main()
