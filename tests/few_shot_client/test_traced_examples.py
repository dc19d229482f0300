import json
from collections.abc import Mapping
from typing import Any

import pytest
from example_server import ExampleServer, client_of, example
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.sdk.trace.sampling import ALWAYS_OFF

from ratchet.sdk.few_shot.holdout import is_held_out

FACTUAL = "Who wrote Middlemarch?"
SOURCE = "4bf92f3577b34da6a3ce929d0e0e4736"


@pytest.fixture
def exporter() -> InMemorySpanExporter:
    return InMemorySpanExporter()


@pytest.fixture
def tracer(exporter: InMemorySpanExporter) -> trace.Tracer:
    """Spans of an application, exported as they end."""
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    return provider.get_tracer("application")


def few_shot_attributes(exporter: InMemorySpanExporter) -> Mapping[str, Any]:
    (span,) = exporter.get_finished_spans()
    return {name.removeprefix("ratchet.few_shot."): value for name, value in (span.attributes or {}).items()}


def test_the_span_that_goes_on_says_what_its_prompts_were_given(
    example_server: ExampleServer, tracer: trace.Tracer, exporter: InMemorySpanExporter
) -> None:
    example_server.examples = [
        example(1, trace_id=SOURCE),
        example(2, trace_id="not-of-opentelemetry"),
        example(3, query_type="stance"),
    ]
    ours = client_of(example_server.url)
    with tracer.start_as_current_span("answer"):
        ours.inject("Be brief.", "A question", "STANCE")
        ours.inject("Be brief.", FACTUAL)
        ours.get_examples("factual", record=False, min_score=0.1)
    said = few_shot_attributes(exporter)
    prefix = "high_quality_responses/"
    assert json.loads(said.pop("examples")) == [f"{prefix}3", f"{prefix}1", f"{prefix}2"]
    assert said == {
        "query_type": "factual",
        "strategy": "score",
        "dataset": "high_quality_responses",
        "held_out": False,
    }
    (link,) = exporter.get_finished_spans()[0].links
    assert f"{link.context.trace_id:032x}" == SOURCE
    assert link.attributes == {"ratchet.few_shot.example": f"{prefix}1"}


def test_a_trace_that_is_held_out_gets_no_examples_and_says_so(
    example_server: ExampleServer, tracer: trace.Tracer, exporter: InMemorySpanExporter
) -> None:
    example_server.examples = [example(1)]
    ours = client_of(example_server.url, holdout_share=1.0)
    with tracer.start_as_current_span("answer"):
        assert ours.inject("Be brief.", FACTUAL) == "Be brief."
    said = few_shot_attributes(exporter)
    assert (said["held_out"], said["examples"]) == (True, "[]")
    assert json.loads(said["withheld"]) == ["high_quality_responses/1"], "to be compared with traces that had it"
    assert not exporter.get_finished_spans()[0].links
    assert ours.inject("Be brief.", FACTUAL) != "Be brief.", "outside a trace nothing is held out"


def test_the_share_that_is_held_out_is_as_set_for_the_project(
    example_server: ExampleServer, tracer: trace.Tracer
) -> None:
    example_server.examples = [example(1)]
    example_server.settings["holdout_share"] = 0.5
    ours = client_of(example_server.url)
    for _ in range(50):
        with tracer.start_as_current_span("answer") as span:
            held_out = ours.inject("Be brief.", FACTUAL) == "Be brief."
            assert held_out == is_held_out(f"{span.get_span_context().trace_id:032x}", 0.5)


def test_a_trace_that_is_not_recorded_is_not_held_out(example_server: ExampleServer) -> None:
    example_server.examples = [example(1)]
    with TracerProvider(sampler=ALWAYS_OFF).get_tracer("application").start_as_current_span("answer"):
        assert client_of(example_server.url, holdout_share=1.0).get_examples("factual")


def test_the_share_of_traces_that_are_held_out_is_the_share_that_was_asked_for() -> None:
    ids = [f"{number * 2654435761:032x}" for number in range(20_000)]
    held_out = {one for one in ids if is_held_out(one, 0.05)}
    assert 900 <= len(held_out) <= 1100
    assert held_out < {one for one in ids if is_held_out(one, 0.2)}
    assert not any(is_held_out(one, 0.0) for one in ids)
    assert all(is_held_out(one, 1.0) for one in ids)
    assert is_held_out(SOURCE, 0.225)
    assert not is_held_out(SOURCE, 0.224)
