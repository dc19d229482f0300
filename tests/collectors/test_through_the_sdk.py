"""What an application sends through the SDK is in the datasets within seconds, and can be read back through it."""

import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from langfuse import Langfuse
from opentelemetry.sdk.trace import TracerProvider

from ratchet.testing.server import Server, running_server

WAIT_S = 180.0
POLL_S = 0.1


@pytest.fixture(scope="module")
def working(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that collects."""
    with running_server(tmp_path_factory.mktemp("collecting")) as server:
        yield server


@pytest.fixture(scope="module")
def langfuse(working: Server) -> Iterator[Langfuse]:
    """The SDK, in the hands of an application."""
    public_key, secret_key = working.keys
    provider = TracerProvider()  # of its own, so that other tests' spans go elsewhere
    client = Langfuse(public_key=public_key, secret_key=secret_key, base_url=working.url, tracer_provider=provider)
    yield client
    client.shutdown()


def send(langfuse: Langfuse, question: str, answer: str, scores: Mapping[str, float]) -> str:
    with langfuse.start_as_current_observation(name="chat", input=question) as span:
        span.update(output=answer)
        for name, value in scores.items():
            langfuse.score_current_trace(name=name, value=value)
        return span.trace_id


def wait_until(is_so: Callable[[], bool], server: Server) -> None:
    pause = threading.Event()
    for _ in range(int(WAIT_S / POLL_S)):
        if is_so():
            return
        pause.wait(POLL_S)
    raise AssertionError(f"It never came to that. The server said:\n{server.read_log()}")


def test_good_and_bad_answers_are_in_their_datasets_as_soon_as_they_are_scored(
    working: Server, langfuse: Langfuse
) -> None:
    good = send(langfuse, "How long is delivery?", "Two days.", {"helpfulness": 0.9})
    bad = send(langfuse, "Where is my parcel?", "No idea.", {"helpfulness": 0.2})
    rejected = send(langfuse, "Can I return shoes?", "Maybe.", {"helpfulness": 0.7, "user-feedback": 0.0})
    langfuse.flush()

    with working.client() as client:

        def read(name: str) -> dict[str, Any]:
            items = client.get(f"/admin/datasets/{name}/items").json().get("items", [])
            return {item["source_trace_id"]: item for item in items}

        wait_until(lambda: len(read("high_quality_responses")) + len(read("needs_improvement")) == 3, working)
        assert read("high_quality_responses").keys() == {good}
        assert read("needs_improvement").keys() == {bad, rejected}
        figures = client.get("/metrics/dataset").json()
        assert figures["high_quality_responses"] == {"item_count": 1, "avg_score": 0.9}
        assert figures["needs_improvement"]["item_count"] == 2
        assert client.get("/metrics/dashboard").json()["datasets"] == figures
    [item] = langfuse.get_dataset("high_quality_responses").items
    assert (item.input, item.expected_output, item.source_trace_id) == ("How long is delivery?", "Two days.", good)
    assert item.metadata["reason"] == "Its quality is 0.9, by helpfulness; the rule asks for at least 0.8."


def test_a_run_over_what_is_stored_is_done_by_the_server(working: Server, langfuse: Langfuse) -> None:
    trace = send(langfuse, "Do you have stockings?", "Many.", {"socks": 0.95})
    langfuse.flush()
    rule = {
        "name": "socks",
        "dataset": "socks",
        "criteria": [{"type": "score", "score_name": "socks", "at_least": 0.9}],
    }
    with working.client() as client:
        wait_until(lambda: "socks" in client.get(f"/api/public/traces/{trace}").text, working)
        assert client.post("/admin/collectors", json=rule).status_code == 201
        run = client.post("/admin/collectors/socks/run", json={"from_time": "2026-01-01T00:00:00Z"}).json()
        path = f"/admin/collectors/socks/runs/{run['id']}"
        wait_until(lambda: client.get(path).json()["state"] == "completed", working)
        [item] = client.get("/admin/datasets/socks/items").json()["items"]
    assert (item["source_trace_id"], item["metadata"]["score"]) == (trace, 0.95)
