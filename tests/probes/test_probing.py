"""Probes on a server of their own: they run by themselves, and none waits for another."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import pytest

from ratchet.testing.server import running_server
from ratchet.testing.target import Asked, Said, TargetApp, running_target

WAIT_S = 120.0
POLL_S = 0.2


@pytest.fixture(scope="module")
def app() -> Iterator[TargetApp]:
    """An application that answers at once, unless it is asked to hang."""

    def answer(asked: Asked) -> Said:
        return Said({"answer": "here"}, delay_s=600 if asked.body["query"] == "hang" else 0)

    with running_target(answer) as app:
        yield app


@pytest.fixture(scope="module")
def http(app: TargetApp, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx2.Client]:
    """A client of a server that works."""
    with running_server(tmp_path_factory.mktemp("probing")) as server, server.client() as client:
        target = {"name": "app", "url": app.url, "allow_private": True}
        assert client.post("/admin/targets", json=target).status_code == 201
        yield client


def wait_until(is_so: Callable[[], Any]) -> Any:
    pause = threading.Event()
    for _ in range(int(WAIT_S / POLL_S)):
        if found := is_so():
            return found
        pause.wait(POLL_S)
    raise AssertionError("it never came to that")


def post_probe(client: httpx2.Client, name: str, **fields: Any) -> None:
    sent = {"name": name, "target": "app", "queries": ["What?"], **fields}
    assert client.post("/admin/probes", json=sent).status_code == 201


def test_a_probe_that_hangs_keeps_no_other_waiting(http: httpx2.Client) -> None:
    for number in range(3):
        post_probe(http, f"hanging-{number}", queries=["hang"], timeout_s=60, every_s=10)
    post_probe(http, "quick", every_s=600)

    [ran] = wait_until(lambda: http.get("/admin/probes/quick/results").json()["results"])
    assert (ran["is_ok"], ran["state"], ran["is_manual"], ran["missed"]) == (True, "up", False, 0)
    assert not http.get("/admin/probes/hanging-0/results").json()["results"]
    assert http.get("/admin/probes/quick").json()["state"] == "up"
    listed = {probe["name"]: probe for probe in http.get("/admin/probes", params={"hours": 1}).json()["probes"]}
    assert listed["quick"]["uptime"]["whole"]["uptime"] == 100
    assert len(listed["quick"]["uptime"]["steps"]) == 48
    for name in listed:
        http.delete(f"/admin/probes/{name}")


def test_uptime_tells_of_failed_runs_latencies_and_scores(http: httpx2.Client) -> None:
    checks = [{"type": "contains", "value": "elsewhere"}, {"type": "score", "judge": "length", "value": 1}]
    wait_until(lambda: [one for one in http.get("/admin/judges").json()["judges"] if one["name"] == "length"])
    post_probe(http, "lost", checks=checks, failures_to_down=3)
    uptime = wait_until(lambda: (found := http.get("/admin/probes/lost/uptime").json())["whole"]["runs"] and found)
    whole = uptime["whole"]
    assert (whole["runs"], whole["failed"], whole["uptime"]) == (1, 1, 0)
    assert whole["latency_ms_p50"] == whole["latency_ms_p95"] > 0
    assert whole["scores"]["length"] > 0
    assert uptime["steps"][-1]["failed"] == 1
    assert [step for step in uptime["steps"][:-1] if step["runs"]] == []
    assert http.get("/admin/probes/lost").json()["state"] == "failing"
