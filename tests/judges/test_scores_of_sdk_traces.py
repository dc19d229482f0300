"""A trace that the real Langfuse SDK or a plain OpenTelemetry exporter sends has scores soon, with nothing set up."""

import base64
import threading
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from langfuse import Langfuse
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

from ratchet.testing.server import Server, running_server

# How soon it usually is says benchmarks/judges_and_ingest.py; this is for a machine that is busy with other tests.
WITHIN_S = 180.0
# The answer costs something because its model has a price, and nothing is found that it could be grounded in.
EXPECTED = {"length", "latency", "cost", "refusal"}


@pytest.fixture(scope="module")
def judging_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that judges, as it does from its first start."""
    directory: Path = tmp_path_factory.mktemp("judging")
    with running_server(directory) as server:
        yield server


def wait_for_scores(server: Server, trace_id: str) -> set[str]:
    pause = threading.Event()
    names: set[str] = set()
    with server.client() as http:
        for _ in range(int(WITHIN_S / 0.25)):
            answer = http.get(f"/api/public/traces/{trace_id}")
            names = {score["name"] for score in answer.json()["scores"]} if answer.status_code == 200 else set()
            if names >= EXPECTED:
                break
            pause.wait(0.25)
    return names


def test_a_trace_of_the_langfuse_sdk_has_its_scores(judging_server: Server) -> None:
    public_key, secret_key = judging_server.keys
    provider = TracerProvider()  # of its own, so that other tests' spans go elsewhere
    client = Langfuse(
        public_key=public_key, secret_key=secret_key, base_url=judging_server.url, tracer_provider=provider
    )
    with client.start_as_current_observation(name="chat", as_type="generation", model="gpt-4o-mini") as generation:
        generation.update(input="What is it?", output="It is that.", usage_details={"input": 10, "output": 5})
        trace_id = client.get_current_trace_id()
    client.flush()
    assert trace_id is not None
    assert wait_for_scores(judging_server, trace_id) == EXPECTED
    client.shutdown()


def test_a_trace_of_an_opentelemetry_exporter_has_its_scores(judging_server: Server) -> None:
    key = base64.b64encode(":".join(judging_server.keys).encode()).decode()
    exporter = OTLPSpanExporter(f"{judging_server.url}/v1/traces", headers={"Authorization": f"Basic {key}"})
    provider = TracerProvider()
    provider.add_span_processor(BatchSpanProcessor(exporter))
    said = {
        "gen_ai.operation.name": "chat",
        "gen_ai.request.model": "gpt-4o-mini",
        "gen_ai.usage.input_tokens": 10,
        "gen_ai.usage.output_tokens": 5,
        "input.value": f"What is {uuid4()}?",
        "output.value": "It is that.",
    }
    with provider.get_tracer("app").start_as_current_span("chat", attributes=said) as span:
        trace_id = format(span.get_span_context().trace_id, "032x")
    provider.shutdown()
    assert wait_for_scores(judging_server, trace_id) == EXPECTED
