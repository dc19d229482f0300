"""Spans of this process, kept in memory; a provider can be set up once, so that every test shares it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter


@dataclass
class Spans:
    """What was traced since the test began."""

    exporter: InMemorySpanExporter

    def all(self) -> Sequence[ReadableSpan]:
        return [
            span
            for span in self.exporter.get_finished_spans()
            if span.instrumentation_scope and span.instrumentation_scope.name == "ratchet"
        ]

    def named(self, name: str) -> ReadableSpan:
        (found,) = (span for span in self.all() if span.name == name)
        return found

    def says(self, name: str) -> dict[str, object]:
        return dict(self.named(name).attributes or {})


@pytest.fixture(scope="session")
def tracer_provider() -> TracerProvider:
    provider = trace.get_tracer_provider()
    if not isinstance(provider, TracerProvider):
        provider = TracerProvider()
        trace.set_tracer_provider(provider)
    return provider


@pytest.fixture(scope="session")
def exporter(tracer_provider: TracerProvider) -> InMemorySpanExporter:
    exporter = InMemorySpanExporter()
    tracer_provider.add_span_processor(SimpleSpanProcessor(exporter))
    return exporter


@pytest.fixture
def spans(exporter: InMemorySpanExporter) -> Iterator[Spans]:
    exporter.clear()
    yield Spans(exporter)
    exporter.clear()


@pytest.fixture
def tree(spans: Spans) -> Callable[[], dict[str, str | None]]:
    """The names of spans, each with the name of what it lies below."""

    def read() -> dict[str, str | None]:
        names = {span.context.span_id: span.name for span in spans.all()}
        return {span.name: names.get(span.parent.span_id) if span.parent else None for span in spans.all()}

    return read
