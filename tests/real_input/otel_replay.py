"""The airline conversations as an application with the plain OpenTelemetry SDK would have sent them."""

import json
import time
from base64 import b64encode
from dataclasses import dataclass

import httpx2
import pytest
from airline import Call, Conversation, Turn
from opentelemetry.exporter.otlp.proto.http import Compression
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import Tracer, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Span, Status, StatusCode, format_trace_id, set_span_in_context

from ratchet.testing.server import Server

SECOND_NS = 1_000_000_000
# The conversations begin evenly over this span of time, which ends a little before now.
SPREAD_NS = 23 * 3600 * SECOND_NS
LEAD_NS = 1800 * SECOND_NS
SCORES_PER_REQUEST = 15


@dataclass(frozen=True, slots=True)
class Sent:
    """A conversation, and the trace that it became."""

    conversation: Conversation
    trace_id: str
    start_ns: int
    end_ns: int

    @property
    def latency_ms(self) -> float:
        return (self.end_ns - self.start_ns) / 1e6


def replay(server: Server, conversations: list[Conversation]) -> list[Sent]:
    """Send every conversation, as traces and scores; configured by the environment alone."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", server.url)
        environment.setenv("OTEL_EXPORTER_OTLP_HEADERS", f"Authorization=Basic%20{_basic(server)}")
        provider = TracerProvider()
        exporter = OTLPSpanExporter(compression=Compression.Gzip)
        provider.add_span_processor(BatchSpanProcessor(exporter, max_queue_size=10_000))
    tracer = provider.get_tracer("airline-agent")
    began_ns = time.time_ns() - SPREAD_NS - LEAD_NS
    sent = [
        _send(tracer, conversation, began_ns + index * SPREAD_NS // len(conversations))
        for index, conversation in enumerate(conversations)
    ]
    provider.shutdown()
    _send_rewards(server, sent)
    return sent


def _send(tracer: Tracer, conversation: Conversation, start_ns: int) -> Sent:
    root = tracer.start_span(
        conversation.name,
        start_time=start_ns,
        attributes={"gen_ai.operation.name": "invoke_agent", "session.id": f"task-{conversation.task_id}"},
    )
    now_ns = start_ns
    for turn in conversation.turns:
        now_ns = _send_turn(tracer, root, turn, now_ns)
    if conversation.failure:
        _fail(root, conversation.failure, now_ns)
    root.end(now_ns)
    return Sent(conversation, format_trace_id(root.get_span_context().trace_id), start_ns, now_ns)


def _send_turn(tracer: Tracer, root: Span, turn: Turn, start_ns: int) -> int:
    """A generation, and the tool it called; gives the time when all is done."""
    within = set_span_in_context(root)
    generation = tracer.start_span(
        "chat airline-agent",
        context=within,
        start_time=start_ns,
        attributes={
            "gen_ai.operation.name": "chat",
            "gen_ai.request.model": "airline-agent",
            "gen_ai.input.messages": json.dumps(turn.read),
            "gen_ai.output.messages": json.dumps([turn.answer]),
        },
    )
    end_ns = start_ns + _thinking_ns(turn)
    generation.end(end_ns)
    if turn.call is None:
        return end_ns
    tool = tracer.start_span(
        f"execute_tool {turn.call.name}",
        context=within,
        start_time=end_ns,
        attributes={
            "gen_ai.operation.name": "execute_tool",
            "gen_ai.tool.name": turn.call.name,
            "gen_ai.tool.call.id": turn.call.id,
            "gen_ai.tool.call.arguments": turn.call.arguments,
            "gen_ai.tool.call.result": turn.call.result,
        },
    )
    done_ns = end_ns + 20_000_007 + 31_013 * len(turn.call.result)
    if turn.call.failed:
        _fail(tool, turn.call, done_ns)
    tool.end(done_ns)
    return done_ns


def _fail(span: Span, call: Call, at_ns: int) -> None:
    span.record_exception(call.error, timestamp=at_ns)
    span.set_status(Status(StatusCode.ERROR, call.result))


def _thinking_ns(turn: Turn) -> int:
    """A time for an answer, longer for more to read and to say, with digits down to the nanosecond."""
    return 350_000_003 + 41_017 * len(json.dumps(turn.read)) + 9_700_001 * len(json.dumps(turn.answer)) // 4


def _send_rewards(server: Server, sent: list[Sent]) -> None:
    rewards = [
        {
            "id": f"reward-{one.trace_id}",
            "traceId": one.trace_id,
            "name": "reward",
            "value": one.conversation.reward,
            "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(one.end_ns // SECOND_NS)),
        }
        for one in sent
    ]
    with httpx2.Client(base_url=server.url, auth=server.keys) as client:
        for first in range(0, len(rewards), SCORES_PER_REQUEST):
            answer = client.post("/api/public/scores", json=rewards[first : first + SCORES_PER_REQUEST])
            assert answer.status_code == 202, answer.text


def _basic(server: Server) -> str:
    return b64encode(":".join(server.keys).encode()).decode().replace("=", "%3D")
