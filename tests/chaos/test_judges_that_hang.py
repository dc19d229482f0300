"""A judge whose model never answers holds up nobody but itself."""

import threading
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from ratchet.testing.openai import Answer, Call, Reply, ToolCall, running_model
from ratchet.testing.otlp import PROTOBUF, otlp_request, otlp_span
from ratchet.testing.server import Server, running_server

# More than the judge that hangs can be given at once.
TRACES = 600
ASKED = 20
WITHIN_S = 300.0
NEVER_S = 3600.0
JUDGEMENT = {"reasoning": "It is about that.", "quotes": [], "grade": 5}

pytestmark = pytest.mark.slow


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with running_server(tmp_path / "data") as server:
        yield server
        server.kill()  # what hangs would be waited for


def send_traces(client: httpx2.Client) -> None:
    asked = [{"input.value": "What?", "output.value": "That.", "langfuse.trace.tags": ["asked"]}] * ASKED
    others = [{"input.value": "What?", "output.value": "That."}] * (TRACES - ASKED)
    spans = [otlp_span("chat", attributes=said) for said in (*others, *asked)]
    for start in range(0, TRACES, 300):
        body = otlp_request(*spans[start : start + 300]).SerializeToString()
        assert client.post("/v1/traces", content=body, headers={"content-type": PROTOBUF}).status_code == 200


def count_scores(client: httpx2.Client, name: str) -> int:
    asked = {"name": name, "limit": 1}
    return client.get("/api/public/v2/scores", params=asked).json()["meta"]["totalItems"]


def never(_call: Call) -> Answer:
    return Reply(delay_s=NEVER_S)


def at_once(_call: Call) -> Answer:
    return Reply(tool_calls=[ToolCall("final_result", JUDGEMENT)])


def make_hanging_judge(client: httpx2.Client, name: str, model_url: str) -> None:
    said = {"provider": name, "api_key": "any", "base_url": model_url, "default_model": "gpt-4o-mini"}
    assert client.put("/admin/llm-connections", json=said).status_code == 200
    judge = {"name": f"{name} judge", "kind": "answer_relevance", "parameters": {"connection": name}, "sampling": 0}
    assert client.post("/admin/judges", json=judge).status_code == 201


def begin_run(client: httpx2.Client, judge: str) -> str:
    answer = client.post(f"/admin/judges/{judge}/run", json={"from_time": "2020-01-01T00:00:00Z"})
    assert answer.status_code == 202, answer.text
    return f"/admin/judges/{judge}/runs/{answer.json()['id']}"


def test_other_runs_go_on_beside_those_that_hang(server: Server) -> None:
    with running_model(script=never) as hanging, server.client() as client:
        names = ["first", "second", "third"]
        for name in names:
            make_hanging_judge(client, name, hanging.url)
        send_traces(client)
        for name in names:
            begin_run(client, f"{name} judge")
        path, pause = begin_run(client, "length"), threading.Event()
        for _ in range(int(WITHIN_S / 0.5)):
            if client.get(path).json()["state"] == "completed":
                break
            pause.wait(0.5)
        assert client.get(path).json()["state"] == "completed"
        server.kill()


def test_other_judges_go_on_beside_one_that_hangs(server: Server) -> None:
    with running_model(script=never) as hanging, running_model(script=at_once) as good, server.client() as client:
        for name, model in (("hanging", hanging), ("good", good)):
            said = {"provider": name, "api_key": "any", "base_url": model.url, "default_model": "gpt-4o-mini"}
            assert client.put("/admin/llm-connections", json=said).status_code == 200
            judge = {"name": f"{name} judge", "kind": "answer_relevance", "parameters": {"connection": name}}
            if name == "good":
                judge["filters"] = [{"field": "tags", "operator": "any of", "value": ["asked"]}]
            assert client.post("/admin/judges", json=judge | {"delay_s": 0}).status_code == 201
        send_traces(client)
        pause = threading.Event()
        for _ in range(int(WITHIN_S / 0.5)):
            if (count_scores(client, "good judge"), count_scores(client, "length")) == (ASKED, TRACES):
                break
            pause.wait(0.5)
        assert (count_scores(client, "good judge"), count_scores(client, "length")) == (ASKED, TRACES)
        assert len(hanging.calls) > 0
        assert count_scores(client, "hanging judge") == 0
        server.kill()
