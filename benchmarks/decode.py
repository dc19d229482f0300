"""What decoding and mapping a span costs, before anything is stored: protobuf, JSON, and a price.

    uv run python benchmarks/decode.py

Microseconds of one core per span of about 1.8 kB with 14 attributes; the best of several rounds.
"""

import json
import random
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from google.protobuf.json_format import MessageToDict
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from ratchet.domain.model import Model, Tier
from ratchet.ingest.otlp import decode_json, decode_protobuf
from ratchet.ingest.spans import Sender
from ratchet.prices.published import cost_of
from traffic import make_batch

SPANS = 512
ROUNDS = 40


def main() -> None:
    """Print each figure."""
    body = make_batch(SPANS, random.Random(7))
    in_json = _to_otlp_json(body)
    sender = Sender("benchmark", time.time_ns())
    usage = {"input": 120, "input_cached_tokens": 40, "output": 80, "total": 240}
    print(f"protobuf  {_microseconds(lambda: decode_protobuf(body, sender)):6.1f} µs/span")
    print(f"JSON      {_microseconds(lambda: decode_json(in_json, sender)):6.1f} µs/span")
    for count in (10, 100):
        priced = sender._replace(models=[_make_model(number) for number in range(count)])
        cost = _microseconds(partial(decode_protobuf, body, priced))
        print(f"protobuf  {cost:6.1f} µs/span, where the project has {count} models of its own")
    print(f"a price   {_microseconds(lambda: _price_each('gpt-4o-mini', usage)):6.1f} µs")
    print(f"a price that depends on the hour {_microseconds(lambda: _price_each('deepseek-chat', usage)):6.1f} µs")


def _make_model(number: int) -> Model:
    """A model of which no call is: every call is compared with it."""
    tier = Tier("default", "Standard", 0, [], {"input": 1e-6})
    return Model(str(number), "benchmark", "house", f"(?i)^house-{number}b$", [tier], datetime.now(UTC))


def _price_each(model: str, usage: dict[str, int]) -> None:
    now = time.time_ns()
    for _ in range(SPANS):
        cost_of(model, usage, now)


def _microseconds(work: Callable[[], object]) -> float:
    work()
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best / SPANS * 1e6


def _to_otlp_json(body: bytes) -> bytes:
    request = ExportTraceServiceRequest.FromString(body)
    found = MessageToDict(request)
    sent = (span for of in request.resource_spans for scope in of.scope_spans for span in scope.spans)
    spans = (span for of in found["resourceSpans"] for scope in of["scopeSpans"] for span in scope["spans"])
    for span, original in zip(spans, sent, strict=True):
        span["traceId"], span["spanId"] = original.trace_id.hex(), original.span_id.hex()
        span["parentSpanId"] = original.parent_span_id.hex()
    return json.dumps(found, separators=(",", ":")).encode()


if __name__ == "__main__":
    main()
