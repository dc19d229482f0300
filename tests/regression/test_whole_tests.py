"""The seed's call against a real server: one request sends a dataset through a target and brings the verdict."""

from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from ratchet.testing.server import running_server
from ratchet.testing.target import running_target


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx2.Client]:
    """A server that works, with a dataset and a default target."""
    directory = tmp_path_factory.mktemp("regression")
    with running_target() as app, running_server(directory) as server, server.client(timeout_s=120) as client:
        client.post("/admin/datasets", json={"name": "answers"})
        items = [{"input": f"question {number}", "expectedOutput": f"question {number}"} for number in range(20)]
        client.post("/admin/datasets/answers/items", json={"items": items})
        sent = {"name": "app", "url": app.url, "allow_private": True, "answer_path": "$.answer"}
        assert client.post("/admin/targets", json=sent).status_code == 201
        yield client


def test_a_test_answers_with_its_verdict(api: httpx2.Client) -> None:
    answer = api.post("/admin/regression/test", json={"dataset_name": "answers", "twin_id": "abc-123"})
    done: Any = answer.json()
    assert (answer.status_code, done["status"], done["progress"]["scored"]) == (200, "completed", 20)
    assert api.get(f"/admin/regression/test/{done['test_id']}").json()["report"] == done["report"]


def test_a_test_in_the_background_is_found_later(api: httpx2.Client) -> None:
    answer = api.post("/admin/regression/test", json={"dataset_name": "answers", "background": True, "sample_size": 3})
    assert (answer.status_code, answer.json()["status"]) == (202, "queued")
    waited = api.post("/admin/regression/test", json={"dataset_name": "answers", "sample_size": 1}).json()
    assert waited["status"] == "completed"
    listed = api.get("/admin/regression/test", params={"dataset_name": "answers"}).json()
    assert {one["progress"]["total"] for one in listed["tests"]} >= {1, 3}
