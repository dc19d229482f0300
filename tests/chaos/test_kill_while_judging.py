"""`kill -9` while judges are at work: every trace has its scores once, and few questions are asked twice."""

import os
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
import pytest

from ratchet.testing.openai import Answer, Call, Model, Reply, ToolCall, running_model
from ratchet.testing.otlp import PROTOBUF, new_trace_id, otlp_request, otlp_span
from ratchet.testing.server import Server, running_server

TRACES = 2_000
KILLS = 3
# So many are asked about at once: eight in each batch of a queue of four.
IN_FLIGHT_MAX = 32
WAIT_S = 600.0
POLL_S = 0.1

pytestmark = pytest.mark.slow


@pytest.fixture
def counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the judge writes down whom it was asked about."""
    path = tmp_path / "counted"
    path.touch()
    monkeypatch.setenv("COUNTED_IN", str(path))
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent), prepend=os.pathsep)
    return path


@pytest.fixture
def victim(tmp_path: Path, counted: Path) -> Iterator[Server]:
    """A server to kill, with a judge of ours."""
    with running_server(tmp_path / "data", judges="counting_judge") as server:
        yield server


def send_traces(client: httpx2.Client) -> list[str]:
    """Traces that each ask for themselves."""
    ids = [new_trace_id() for _ in range(TRACES)]
    spans = [
        otlp_span("chat", trace_id=one, attributes={"input.value": one.hex(), "output.value": "That."}) for one in ids
    ]
    for start in range(0, TRACES, 500):
        body = otlp_request(*spans[start : start + 500]).SerializeToString()
        assert client.post("/v1/traces", content=body, headers={"content-type": PROTOBUF}).status_code == 200
    return [one.hex() for one in ids]


def read_scored(client: httpx2.Client, name: str) -> Counter[str]:
    """How many scores of this name each trace has."""
    found: Counter[str] = Counter()
    for page in range(1, TRACES // 100 + 2):
        asked = {"name": name, "limit": 100, "page": page}
        found.update(score["traceId"] for score in client.get("/api/public/v2/scores", params=asked).json()["data"])
    return found


def count_scores(client: httpx2.Client, name: str) -> int:
    asked = {"name": name, "limit": 1}
    return client.get("/api/public/v2/scores", params=asked).json()["meta"]["totalItems"]


def wait_until(is_so: Callable[[], bool], server: Server) -> None:
    pause = threading.Event()
    for _ in range(int(WAIT_S / POLL_S)):
        if is_so():
            return
        pause.wait(POLL_S)
    raise AssertionError(f"It never came to that. The server said:\n{server.read_log()}")


def test_what_is_judged_during_kill_9_has_its_scores_once(victim: Server, counted: Path) -> None:
    with victim.client() as client:
        said = {"name": "counting", "kind": "python", "parameters": {"function": "counting"}, "delay_s": 0}
        assert client.post("/admin/judges", json=said).status_code == 201
        ids = send_traces(client)
        for kill in range(1, KILLS + 1):
            wait_until(lambda: len(counted.read_text().split()) > kill * TRACES / (KILLS + 1), victim)  # noqa: B023
            victim.kill()
            victim.restart()
        wait_until(lambda: count_scores(client, "counting") >= TRACES, victim)
        wait_until(lambda: count_scores(client, "length") >= TRACES, victim)
        for name in ("counting", "length"):
            assert read_scored(client, name) == Counter(ids), f"{name}: not one score for each trace"
        assert client.get("/admin/judges/failures").json()["failures"] == []
    asked = Counter(counted.read_text().split())
    assert set(asked) == set(ids)
    assert asked.total() - TRACES <= KILLS * IN_FLIGHT_MAX


@pytest.fixture
def model() -> Iterator[Model]:
    """A model that finds everything relevant, in a process that outlives the server."""
    judgement = {"reasoning": "It is about that.", "quotes": ["That."], "grade": 5}

    def grade(call: Call) -> Answer:
        return Reply(tool_calls=[ToolCall("final_result", judgement)], delay_s=0.02)

    with running_model(script=grade) as model:
        yield model


def test_a_model_is_asked_twice_only_about_what_was_in_flight(tmp_path: Path, model: Model) -> None:
    with running_server(tmp_path / "data") as victim, victim.client() as client:
        said = {"provider": "test", "api_key": "any", "base_url": model.url, "default_model": "gpt-4o-mini"}
        assert client.put("/admin/llm-connections", json=said).status_code == 200
        judge = {"name": "relevant", "kind": "answer_relevance", "delay_s": 0}
        assert client.post("/admin/judges", json=judge).status_code == 201
        ids = send_traces(client)
        for kill in range(1, KILLS + 1):
            wait_until(lambda: len(model.calls) > kill * TRACES / (KILLS + 1), victim)  # noqa: B023
            victim.kill()
            victim.restart()
        wait_until(lambda: count_scores(client, "relevant") >= TRACES, victim)
        assert read_scored(client, "relevant") == Counter(ids), "not one score for each trace"
        assert client.get("/admin/judges/failures").json()["failures"] == []
    asked = Counter(find_asked(call) for call in model.calls)
    assert set(asked) == set(ids)
    assert asked.total() - TRACES <= KILLS * IN_FLIGHT_MAX


def find_asked(call: Call) -> str:
    """Which trace a call was about."""
    return call.messages[-1]["content"].split("<question>\n")[1].split("\n")[0]
