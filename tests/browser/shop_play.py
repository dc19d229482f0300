"""Playing a planned day into a server, as any application would: the OpenTelemetry SDK and Langfuse's score route."""

import base64
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from uuid import uuid4

import httpx2
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Span, SpanContext, Status, StatusCode, Tracer, set_span_in_context
from shop_day import MODEL, Chat

_SCORES_PER_REQUEST = 500


def play_day(chats: Sequence[Chat], url: str, public_key: str, secret_key: str, on_chat: Callable[[], None]) -> None:
    """Send every chat as a trace, then every score. Raises `httpx2.HTTPError` when the server refuses."""
    credentials = base64.b64encode(f"{public_key}:{secret_key}".encode()).decode()
    headers = {"Authorization": f"Basic {credentials}"}
    provider = TracerProvider(resource=Resource.create({"service.name": "shoe-shop-assistant"}))
    exporter = OTLPSpanExporter(endpoint=f"{url}/v1/traces", headers=headers)
    provider.add_span_processor(BatchSpanProcessor(exporter, max_queue_size=20_000, schedule_delay_millis=500))
    tracer = provider.get_tracer("ratchet.demo")
    scores: list[dict[str, object]] = []
    for chat in chats:
        scores += _to_scores(chat, _trace_chat(tracer, chat))
        on_chat()
    provider.shutdown()
    _send_scores(scores, url, headers)


def _trace_chat(tracer: Tracer, chat: Chat) -> SpanContext:
    end = chat.started_at + chat.duration
    root = tracer.start_span("chat", start_time=_ns(chat.started_at), attributes=_trace_attributes(chat))
    context = set_span_in_context(root)
    found = chat.started_at + chat.duration * 0.15
    retrieve = tracer.start_span("retrieve", context, start_time=_ns(chat.started_at))
    retrieve.set_attributes({"openinference.span.kind": "RETRIEVER", "input.value": chat.question})
    retrieve.set_attribute("output.value", chat.topic.document)
    retrieve.end(_ns(found))
    generate = tracer.start_span(f"chat {MODEL}", context, start_time=_ns(found))
    generate.set_attributes(
        {"gen_ai.operation.name": "chat", "gen_ai.request.model": MODEL, "input.value": chat.prompt}
    )
    if chat.error is None:
        usage = {"input_tokens": len(chat.prompt) // 4, "output_tokens": len(chat.topic.answer) // 4}
        generate.set_attributes({f"gen_ai.usage.{name}": count for name, count in usage.items()})
    _finish(generate, chat, end)
    _finish(root, chat, end)
    return root.get_span_context()


def _trace_attributes(chat: Chat) -> dict[str, str | list[str]]:
    return {
        "user.id": chat.user_id,
        "session.id": chat.session_id,
        "langfuse.release": chat.release,
        "langfuse.environment": "production",
        "langfuse.trace.tags": ["demo", chat.topic.mode.lower()],
        "dialogue_mode": chat.topic.mode,
        "input.value": chat.question,
    }


def _finish(span: Span, chat: Chat, end: datetime) -> None:
    if chat.error is None:
        span.set_attribute("output.value", chat.topic.answer)
    else:
        kind, message = chat.error
        span.add_event("exception", {"exception.type": kind, "exception.message": message}, timestamp=_ns(end))
        span.set_status(Status(StatusCode.ERROR, message))
    span.end(_ns(end))


def _to_scores(chat: Chat, context: SpanContext) -> list[dict[str, object]]:
    at = (chat.started_at + chat.duration).isoformat()
    trace_id = format(context.trace_id, "032x")
    return [
        {
            "id": str(uuid4()),
            "traceId": trace_id,
            "name": name,
            "value": value,
            "dataType": "NUMERIC",
            "timestamp": at,
        }
        for name, value in chat.scores.items()
    ]


def _send_scores(scores: Sequence[dict[str, object]], url: str, headers: dict[str, str]) -> None:
    with httpx2.Client(headers=headers, timeout=30) as client:
        for first in range(0, len(scores), _SCORES_PER_REQUEST):
            batch = list(scores[first : first + _SCORES_PER_REQUEST])
            client.post(f"{url}/api/public/scores", json=batch).raise_for_status()


def _ns(moment: datetime) -> int:
    """Nanoseconds since 1970, without the rounding of a float."""
    return (moment - datetime.fromtimestamp(0, moment.tzinfo)) // timedelta(microseconds=1) * 1000
