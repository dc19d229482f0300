"""Examples of a real server: read, selected, told on traces of real SDKs, and missed when it is gone."""

import base64
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from langfuse import Langfuse
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor

from ratchet import Connection, FewShot, FewShotOptions, few_shot_failures
from ratchet.testing.server import Server, running_server

SOURCE = "4bf92f3577b34da6a3ce929d0e0e4736"
ITEMS = [
    ("tides", "Why do tides follow the moon?", "Its pull bulges the water.", {"score": 0.9, "query_type": "teaching"}),
    ("bread", "Why does bread rise?", "Yeast makes gas.", {"score": 0.99, "query_type": "teaching"}),
    ("poor", "Why is it dark?", "No idea.", {"score": 0.2, "query_type": "teaching"}),
    ("unscored", "Why is glass clear?", "Light passes.", {}),
]


@pytest.fixture(scope="module")
def dataset(server: Server) -> str:
    """A dataset of good and poor answers."""
    name = f"examples-{uuid4()}"
    with server.client() as http:
        http.post("/api/public/v2/datasets", json={"name": name}).raise_for_status()
        for item_id, query, response, metadata in ITEMS:
            item = {
                "datasetName": name,
                "id": f"{item_id}-{name}",
                "input": query,
                "expectedOutput": response,
                "metadata": metadata,
                "sourceTraceId": SOURCE,
            }
            http.post("/api/public/dataset-items", json=item).raise_for_status()
    return name


def client_of(server: Server, dataset: str, **options: Any) -> FewShot:
    """An application of this server that waits as long as it takes."""
    known = {
        "connection": Connection(server.url, server.public_key, server.secret_key),
        "dataset_name": dataset,
        "first_wait_s": 60.0,
        "deadline_s": 60.0,
        "holdout_share": 0.0,
    }
    return FewShot(FewShotOptions(**known | options))


def ids_of(examples: list[Any]) -> list[str]:
    return [one.id.partition("-")[0] for one in examples]


def test_examples_are_those_of_the_dataset_by_score_and_nearest(server: Server, dataset: str) -> None:
    ours = client_of(server, dataset)
    query = "Explain why the tides come twice a day, moon and all"
    assert ids_of(ours.get_examples(query=query)) == ["bread", "tides"]
    assert ids_of(ours.get_examples(query=query, strategy="similarity", n=1)) == ["tides"]
    assert ours.get_examples("teaching")[0].trace_id == SOURCE


def test_examples_come_through_langfuses_public_api_too(
    server: Server, dataset: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RATCHET_FEW_SHOT_SOURCE", "langfuse")
    monkeypatch.setenv("RATCHET_FEW_SHOT_DATASET", dataset)
    monkeypatch.setenv("RATCHET_FEW_SHOT_FIRST_WAIT_S", "60")
    monkeypatch.setenv("LANGFUSE_HOST", server.url)
    monkeypatch.setenv("LANGFUSE_PUBLIC_KEY", server.public_key)
    monkeypatch.setenv("LANGFUSE_SECRET_KEY", server.secret_key)
    ours = FewShot()
    assert ids_of(ours.get_examples("teaching")) == ["bread", "tides"]
    assert ids_of(ours.get_examples("teaching", strategy="similarity")) == ["bread", "tides"]
    assert "Yeast makes gas." in ours.inject("Be brief.", "Why is the sea salty?")


def read_attributes(http: httpx2.Client, trace_id: str, span_id: str) -> tuple[Mapping[str, Any], list[Any]]:
    content = http.get(f"/metrics/traces/{trace_id}/content", params={"span": span_id}).raise_for_status().json()
    attributes = {name: value for name, value in content["attributes"].items() if name.startswith("ratchet.few_shot.")}
    return attributes, content["links"]


def check_told(http: httpx2.Client, dataset: str, trace_id: str, span_id: str) -> None:
    attributes, links = read_attributes(http, trace_id, span_id)
    assert json.loads(attributes["ratchet.few_shot.examples"]) == [
        f"{dataset}/bread-{dataset}",
        f"{dataset}/tides-{dataset}",
    ]
    assert attributes["ratchet.few_shot.query_type"] == "teaching"
    assert attributes["ratchet.few_shot.strategy"] == "score"
    assert attributes["ratchet.few_shot.dataset"] == dataset
    assert str(attributes["ratchet.few_shot.held_out"]).lower() == "false"
    assert {link["trace_id"] for link in links} == {SOURCE}


def test_a_trace_of_the_langfuse_sdk_says_which_examples_it_was_given(server: Server, dataset: str) -> None:
    client = Langfuse(
        public_key=server.public_key,
        secret_key=server.secret_key,
        base_url=server.url,
        tracer_provider=TracerProvider(),  # of its own, so that other tests' spans go elsewhere
    )
    ours = client_of(server, dataset)
    with client.start_as_current_observation(name="realizer", as_type="span") as span:
        ours.inject("Be brief.", "Why is the sea salty?")
    client.flush()
    with server.client() as http:
        check_told(http, dataset, span.trace_id, span.id)
    client.shutdown()


def test_a_trace_of_opentelemetry_says_which_examples_it_was_given(server: Server, dataset: str) -> None:
    key = base64.b64encode(":".join(server.keys).encode()).decode()
    exporter = OTLPSpanExporter(f"{server.url}/v1/traces", headers={"Authorization": f"Basic {key}"})
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    ours = client_of(server, dataset)
    with provider.get_tracer("application").start_as_current_span("realizer") as span:
        ours.inject("Be brief.", "Why is the sea salty?")
    context = span.get_span_context()
    with server.client() as http:
        check_told(http, dataset, f"{context.trace_id:032x}", f"{context.span_id:016x}")
    provider.shutdown()


def test_a_wrong_key_and_an_unknown_dataset_leave_a_usable_prompt(server: Server, dataset: str) -> None:
    wrong = client_of(server, dataset, connection=Connection(server.url, server.public_key, "sk-lf-wrong"))
    unknown = client_of(server, "no-such-dataset")
    before = few_shot_failures().get("refresh", 0)
    for ours in (wrong, unknown):
        assert "compound interest" in ours.inject("Be brief.", "Why is the sea salty?")
    assert few_shot_failures()["refresh"] == before + 2


@pytest.mark.slow
def test_a_server_that_is_killed_is_not_noticed(tmp_path: Path) -> None:
    with running_server(tmp_path, work=False) as server:
        with server.client() as http:
            http.post("/api/public/v2/datasets", json={"name": "good"}).raise_for_status()
            item = {"datasetName": "good", "input": "Why?", "expectedOutput": "So.", "metadata": {"score": 1}}
            http.post("/api/public/dataset-items", json=item).raise_for_status()
        ours = client_of(server, "good", refresh_s=0.0)
        before = ours.inject("Be brief.", "Why is the sea salty?")
        assert before.endswith("Q1: Why?\nA1: So.")
        server.kill()
        assert ours.inject("Be brief.", "Why is the sea salty?", strategy="similarity") == before
        ours.refresh()
        assert ours.inject("Be brief.", "Why is the sea salty?") == before
        server.restart()
        ours.refresh()
        assert ours.inject("Be brief.", "Why is the sea salty?", strategy="similarity") == before
