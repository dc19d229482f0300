"""OTLP export requests like an LLM application's, with ids of their own, ready to send."""

import json
import os
import random
import time

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue

SPANS_PER_TRACE = 4
_QUESTION_WORDS, _ANSWER_WORDS = 100, 85
# Enough different words that text neither compresses to nothing nor looks like noise.
_WORDS = tuple("".join(random.Random(i).choices("etaoinshrdlucmfw", k=3 + i % 7)) for i in range(4000))


def make_batch(spans: int, rng: random.Random) -> bytes:
    """One request, about 1.8 kB a span: chats with a retrieval, a model call and a tool call each."""
    request = ExportTraceServiceRequest()
    resource = request.resource_spans.add()
    resource.resource.attributes.append(_attribute("service.name", "benchmark"))
    scope = resource.scope_spans.add()
    scope.scope.name, scope.scope.version = "langfuse-sdk", "5.0.4"
    now = time.time_ns()
    for i in range(spans):
        if i % SPANS_PER_TRACE == 0:
            trace_id, root_id, user = os.urandom(16), os.urandom(8), rng.randrange(5000)
        span = scope.spans.add(trace_id=trace_id, name=f"step {i % SPANS_PER_TRACE}", kind=1)
        span.span_id = root_id if i % SPANS_PER_TRACE == 0 else os.urandom(8)
        if i % SPANS_PER_TRACE:
            span.parent_span_id = root_id
        span.start_time_unix_nano = now - rng.randrange(10**10)
        span.end_time_unix_nano = span.start_time_unix_nano + rng.randrange(5 * 10**9)
        span.attributes.extend(_attribute(key, value) for key, value in _attributes(i, user, rng).items())
    return request.SerializeToString()


def _attributes(i: int, user: int, rng: random.Random) -> dict[str, object]:
    is_generation = i % SPANS_PER_TRACE == 2
    given: dict[str, object] = {
        "langfuse.observation.type": ("span", "retriever", "generation", "tool")[i % SPANS_PER_TRACE],
        "langfuse.observation.input": json.dumps([{"role": "user", "content": _text(_QUESTION_WORDS, rng)}]),
        "langfuse.observation.output": _text(_ANSWER_WORDS, rng),
        "langfuse.observation.metadata.step": str(i),
        "langfuse.trace.name": "chat",
        "langfuse.trace.tags": ["a", "b"],
        "langfuse.environment": "production",
        "langfuse.release": "v1.2.3",
        "user.id": f"user-{user}",
        "session.id": f"session-{user}",
        "dialogue_mode": "FACTUAL",
        "langfuse.internal.is_app_root": i % SPANS_PER_TRACE == 0,
    }
    if is_generation:
        given["langfuse.observation.model.name"] = "gpt-4o-mini"
        given["langfuse.observation.usage_details"] = json.dumps({"input": 210, "output": rng.randrange(300)})
    return given


def _text(words: int, rng: random.Random) -> str:
    return " ".join(rng.choices(_WORDS, k=words))


def _attribute(key: str, value: object) -> KeyValue:
    match value:
        case bool():
            return KeyValue(key=key, value=AnyValue(bool_value=value))
        case list():
            attribute = KeyValue(key=key)
            attribute.value.array_value.values.extend(AnyValue(string_value=item) for item in value)
            return attribute
        case _:
            return KeyValue(key=key, value=AnyValue(string_value=str(value)))
