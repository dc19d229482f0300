"""What the official Langfuse SDKs sent, request by request, becomes the spans that their callers meant."""

import json
from pathlib import Path
from typing import Any

import pytest
from google.protobuf.json_format import ParseDict
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from otlp_requests import SENDER

from ratchet.domain.span import Span
from ratchet.domain.value import decode_value
from ratchet.ingest.export import Export
from ratchet.ingest.otlp import decode_json, decode_protobuf

RECORDED = Path(__file__).parents[3] / "shared" / "wire" / "recorded"
PATH = "/api/public/otel/v1/traces"
GENERATIONS = ["py3", "py4", "py5", "js5"]

pytestmark = pytest.mark.skipif(not RECORDED.is_dir(), reason="the recordings are not part of the repository")


def read_exports(generation: str) -> list[Export[Span]]:
    lines = map(json.loads, (RECORDED / f"{generation}.jsonl").read_text().splitlines())
    return [decode(line) for line in lines if line["path"] == PATH]


def decode(line: dict[str, Any]) -> Export[Span]:
    if line["headers"].get("content-type") == "application/x-protobuf":
        return decode_protobuf(ParseDict(line["body"], ExportTraceServiceRequest()).SerializeToString(), SENDER)
    return decode_json(json.dumps(line["body"]).encode(), SENDER)


def read_spans(generation: str) -> list[Span]:
    return [span for export in read_exports(generation) for span in export.rows]


def first(generation: str, name: str) -> Span:
    return next(span for span in read_spans(generation) if span.name == name)


@pytest.mark.parametrize("generation", GENERATIONS)
def test_every_recorded_span_is_taken(generation: str):
    exports = read_exports(generation)
    assert exports
    assert sum(export.rejected_count for export in exports) == 0
    for span in read_spans(generation):
        assert len(span.trace_id) == 32
        assert len(span.span_id) == 16
        assert span.end_time is not None
        assert span.end_time >= span.start_time > 1_795_000_000_000_000_000
        assert span.scope_name == "langfuse-sdk"
        assert span.environment in ("staging", "sdk-experiment")
        assert all(key.startswith(("langfuse.experiment.", "langfuse.")) for key in span.attributes)


@pytest.mark.parametrize("generation", GENERATIONS)
def test_a_generation_has_its_model_usage_cost_and_first_token(generation: str):
    span = first(generation, "g")
    assert (span.type, span.model, span.output) == ("GENERATION", "gpt-4o", "y")
    assert json.loads(span.input) == [{"role": "user", "content": "x"}]
    assert span.usage == {"input": 3, "output": 5, "total": 8}
    assert span.cost == {"input": 0.1, "total": 0.1}
    assert span.model_parameters == {"temperature": "0.1"}
    assert span.completion_start_time is not None
    assert abs(span.completion_start_time - span.start_time) < 10_000_000
    assert span.attributes == {}


@pytest.mark.parametrize("generation", GENERATIONS)
def test_a_root_has_what_was_said_of_the_trace(generation: str):
    span = first(generation, "root")
    assert (span.trace_name, span.user_id, span.session_id) == ("t1", "u1", "s1")
    assert (span.tags, span.version, span.environment) == (["a", "b"], "v1", "staging")
    assert (span.level, span.status_message) == ("WARNING", "hm")
    assert (json.loads(span.input), span.output) == ({"q": 1}, "o")
    assert span.type == ("AGENT" if generation in ("py4", "py5") else "SPAN")
    assert span.root_rank == (1 if generation == "py3" else 2)
    assert span.release == "r1"


@pytest.mark.parametrize(
    ("generation", "metadata"),
    [
        ("py3", {"tk": {"n": 1}}),
        ("py4", {"tk": 1}),
        ("py5", {"tk": "1"}),
        ("js5", {"tk": 1}),
    ],
)
def test_trace_metadata_is_read_as_each_generation_encodes_it(generation: str, metadata: dict[str, Any]):
    found = first(generation, "root").trace_metadata
    assert {key: decode_value(value) for key, value in found.items()} == metadata


@pytest.mark.parametrize("generation", GENERATIONS)
def test_metadata_is_read_as_each_generation_encodes_it(generation: str):
    found = {key: decode_value(value) for key, value in first(generation, "root").metadata.items()}
    assert found["k"] == 1
    assert found["s"] == "x"
    if generation != "py3":
        assert found["nested"] == {"a": [1]}


@pytest.mark.parametrize("generation", ["py3", "py4", "py5"])
def test_an_event_is_one(generation: str):
    span = first(generation, "ev")
    assert span.type == "EVENT"
    assert span.start_time == span.end_time


def test_what_the_third_sdk_says_of_a_traces_content_is_kept():
    span = first("py3", "root")
    assert json.loads(span.trace_input) == {"ti": 1}
    assert span.trace_output == "to"
    assert span.public


@pytest.mark.parametrize("generation", GENERATIONS)
def test_an_experiment_is_kept_with_the_attributes(generation: str):
    span = first(generation, "experiment-item-run")
    found = {key: decode_value(value) for key, value in span.attributes.items()}
    assert found["langfuse.experiment.id"]
    assert found["langfuse.experiment.name"] == "run A"
    assert found["langfuse.experiment.item.id"] == "it1"
