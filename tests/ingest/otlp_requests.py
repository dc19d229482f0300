"""OTLP requests for tests, built as an exporter builds them."""

import base64
import json
import random
from collections.abc import Mapping, Sequence
from typing import Any

from google.protobuf.json_format import MessageToDict
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from ratchet.domain.span import Span as StoredSpan
from ratchet.ingest.otlp import decode_protobuf
from ratchet.ingest.spans import Sender

AT = 1_795_363_000_000_000_000
TRACE_ID = "16284b30b038c9aa4761c3db01aae77e"
SPAN_ID = "91bffa8427f1cc65"
SENDER = Sender("project-of-tests", AT)


def any_value(value: Any) -> AnyValue:
    match value:
        case str():
            return AnyValue(string_value=value)
        case bool():
            return AnyValue(bool_value=value)
        case int():
            return AnyValue(int_value=value)
        case float():
            return AnyValue(double_value=value)
        case bytes():
            return AnyValue(bytes_value=value)
        case Mapping():
            found = AnyValue()
            found.kvlist_value.values.extend(key_values(value))
            return found
        case Sequence():
            found = AnyValue()
            found.array_value.values.extend(map(any_value, value))
            return found
        case _:
            return AnyValue()


def key_values(attributes: Mapping[str, Any]) -> list[KeyValue]:
    return [KeyValue(key=key, value=any_value(value)) for key, value in attributes.items()]


def wire_span(attributes: Mapping[str, Any] | None = None, **fields: Any) -> Span:
    given = {
        "trace_id": bytes.fromhex(TRACE_ID),
        "span_id": bytes.fromhex(SPAN_ID),
        "name": "call",
        "start_time_unix_nano": AT,
        "end_time_unix_nano": AT + 5_000_000,
    }
    attributes = fields.pop("attributes", attributes) or {}
    return Span(**(given | fields), attributes=key_values(attributes))


def wire_event(name: str, attributes: Mapping[str, Any]) -> Span.Event:
    return Span.Event(name=name, time_unix_nano=AT, attributes=key_values(attributes))


def request_of(
    *spans: Span,
    resource: Mapping[str, Any] | None = None,
    scope: str = "tests",
    version: str = "1.0",
) -> ExportTraceServiceRequest:
    request = ExportTraceServiceRequest()
    of_resource = request.resource_spans.add()
    of_resource.resource.attributes.extend(key_values(resource or {}))
    of_scope = of_resource.scope_spans.add()
    of_scope.scope.name, of_scope.scope.version = scope, version
    of_scope.spans.extend(spans)
    return request


def stored(span: Span, **about: Any) -> StoredSpan:
    """The one span that a request with this one becomes."""
    export = decode_protobuf(request_of(span, **about).SerializeToString(), SENDER)
    assert not export.rejected
    (found,) = export.rows
    return found


def mapped(attributes: Mapping[str, Any], **about: Any) -> StoredSpan:
    """What a span with these attributes becomes."""
    return stored(wire_span(attributes), **about)


def request_of_conversations(spans: int, seed: int = 7) -> ExportTraceServiceRequest:
    """Spans as a chat application sends them: four a trace, 14 attributes and about 1.8 kB each."""
    rnd = random.Random(seed)
    words = ["answer", "because", "before", "customer", "every", "from", "in", "it", "order", "question", "the", "with"]

    def text(count: int) -> str:
        return " ".join(rnd.choices(words, k=count))

    sent: list[Span] = []
    trace_id = root = b""
    for number in range(spans):
        if number % 4 == 0:
            trace_id, root = rnd.randbytes(16), rnd.randbytes(8)
        attributes = {
            "langfuse.observation.type": "generation",
            "langfuse.observation.input": json.dumps([{"role": "user", "content": text(110)}]),
            "langfuse.observation.output": text(90),
            "langfuse.observation.model.name": "gpt-4o-mini",
            "langfuse.observation.usage_details": '{"input":120,"output":80}',
            "user.id": f"user-{rnd.randrange(1000)}",
            "session.id": f"session-{rnd.randrange(10_000)}",
            "langfuse.trace.name": "chat",
            "langfuse.environment": "production",
            "langfuse.release": "v1.2.3",
            "langfuse.trace.tags": ["a", "b"],
            "langfuse.observation.metadata.step": "3",
            "dialogue_mode": "STANCE_GLOBAL",
            "langfuse.internal.is_app_root": number % 4 == 0,
        }
        sent.append(
            wire_span(
                attributes,
                trace_id=trace_id,
                span_id=root if number % 4 == 0 else rnd.randbytes(8),
                parent_span_id=b"" if number % 4 == 0 else root,
                start_time_unix_nano=AT + number,
                end_time_unix_nano=AT + number + rnd.randrange(10**10),
            )
        )
    return request_of(*sent, scope="langfuse-sdk", version="5.0.4", resource={"service.name": "chat"})


def to_otlp_json(message: Any) -> dict[str, Any]:
    """A request in OTLP's JSON, whose ids are hexadecimal where protobuf's own JSON has them in base64."""
    found: dict[str, Any] = with_hexadecimal_ids(MessageToDict(message))
    return found


def with_hexadecimal_ids(node: Any) -> Any:
    if isinstance(node, list):
        return [with_hexadecimal_ids(item) for item in node]
    if isinstance(node, dict):
        return {
            key: base64.b64decode(value).hex()
            if key in ("traceId", "spanId", "parentSpanId")
            else with_hexadecimal_ids(value)
            for key, value in node.items()
        }
    return node
