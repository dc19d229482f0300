"""The twin while Ratchet is away, and once it is back."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor, SpanExporter, SpanExportResult
from running_twins import read_trace, wait_for

from ratchet.testing.openai import Model
from ratchet.testing.server import running_server
from twin.tracing.patience import PatientExporter


class Line(SpanExporter):
    """A line to a server that can be cut."""

    def __init__(self) -> None:
        self.is_cut = False
        self.sent: list[str] = []

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        if self.is_cut:
            return SpanExportResult.FAILURE
        self.sent += [span.name for span in spans]
        return SpanExportResult.SUCCESS


def test_spans_that_could_not_be_sent_are_sent_later_without_another_span_coming() -> None:
    line = Line()
    exporter, trace = open_exporter(line, again_s=0.02)

    line.is_cut = True
    trace("first")
    assert exporter.counts() == {"sent": 0, "waiting": 1, "dropped": 0}
    line.is_cut = False

    wait_for(lambda: line.sent == ["first"])
    trace("second")
    wait_for(lambda: exporter.counts() == {"sent": 2, "waiting": 0, "dropped": 0})


def test_spans_that_have_no_room_are_counted_as_dropped_the_oldest_first() -> None:
    line = Line()
    exporter, trace = open_exporter(line, spans_max=2, again_s=600)
    line.is_cut = True

    for name in ("first", "second", "third"):
        trace(name)
    line.is_cut = False
    exporter.force_flush()

    assert exporter.counts() == {"sent": 2, "waiting": 0, "dropped": 1}
    assert line.sent == ["second", "third"]


def test_spans_that_wait_at_the_end_are_counted_as_dropped() -> None:
    line = Line()
    exporter, trace = open_exporter(line, again_s=600)
    line.is_cut = True

    trace("last")
    exporter.shutdown()

    assert exporter.counts() == {"sent": 0, "waiting": 0, "dropped": 1}


@pytest.mark.slow
@pytest.mark.parametrize("tracing", ["langfuse", "otel"])
def test_answers_come_while_ratchet_is_down_and_their_traces_once_it_is_back(
    tracing: str, tmp_path: Path, model: Model, running_twin: Callable[..., Any]
) -> None:
    with running_server(tmp_path / "ratchet", work=False) as ratchet:
        ratchet.kill()
        with running_twin(ratchet, tracing=tracing, model_url=model.url, model_timeout_s=5) as twin:
            good, bad = twin.ask("mira", "How do I catch a swarm?"), twin.ask("mira", "refuse me")
            assert (good.status_code, bad.status_code) == (200, 503)
            assert twin.http.post("/feedback", json={"trace_id": "a" * 32, "thumb": "up"}).status_code == 503
            wait_for(lambda: twin.count()["waiting"] > 0)

            ratchet.start()
            ratchet.wait_until_ready()

            with ratchet.client() as http:
                assert read_trace(http, good.headers["x-trace-id"], lambda trace: trace["output"])
                failed = read_trace(http, bad.headers["x-trace-id"], lambda trace: trace["metadata"])
                assert failed["metadata"]["error_type"] == "ModelDown"
            wait_for(lambda: twin.count()["waiting"] == 0)
            assert twin.count()["dropped"] == 0


def open_exporter(line: Line, **bounds: Any) -> tuple[PatientExporter, Callable[[str], None]]:
    exporter = PatientExporter(line, **bounds)
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    tracer = provider.get_tracer("test")
    return exporter, lambda name: tracer.start_span(name).end()
