"""Two replicas over one Postgres and one ClickHouse: when one dies while judging, the other does what is missing."""

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import httpx2
import pytest

from ratchet.testing.clickhouse import running_gateway
from ratchet.testing.server import Server, running_server

TRACES = 300
# Eight in each of four batches, in each of both.
IN_FLIGHT_MAX = 64
WAIT_S = 120.0
POLL_S = 0.2

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
def replicas(tmp_path: Path, counted: Path, create_database: Callable[[], str]) -> Iterator[tuple[Server, Server]]:
    with running_gateway(tmp_path / "events") as gateway:
        shared = {
            "records_url": create_database(),
            "events_url": gateway.url,
            "secret": "a secret that replicas share",
            "judges": "counting_judge",
        }
        with running_server(tmp_path / "one", **shared) as one, running_server(tmp_path / "two", **shared) as two:
            yield one, two


def send_traces(client: httpx2.Client) -> None:
    for _ in range(TRACES // 100):
        bodies = [{"id": uuid4().hex, "input": "What?", "output": "one two three"} for _ in range(100)]
        batch = [
            {"id": uuid4().hex, "type": "trace-create", "timestamp": "2026-11-22T20:00:00Z", "body": body}
            for body in bodies
        ]
        assert client.post("/api/public/ingestion", json={"batch": batch}).status_code == 207


def count_scores(client: httpx2.Client, name: str) -> int:
    asked = {"name": name, "limit": 1}
    return client.get("/api/public/v2/scores", params=asked).json()["meta"]["totalItems"]


def wait_until(is_so: Callable[[], bool]) -> None:
    pause = threading.Event()
    for _ in range(int(WAIT_S / POLL_S)):
        if is_so():
            return
        pause.wait(POLL_S)
    raise AssertionError("it never came to that")


def test_the_other_replica_does_what_a_dead_one_left(replicas: tuple[Server, Server], counted: Path) -> None:
    one, two = replicas
    said = {"name": "counting", "kind": "python", "parameters": {"function": "counting"}, "delay_s": 0}
    with httpx2.Client(base_url=two.url, auth=one.keys, timeout=60) as client:
        assert client.post("/admin/judges", json=said).status_code == 201
        send_traces(client)
        wait_until(lambda: len(counted.read_text().split()) > TRACES / 4)
        one.kill()
        for name in ("counting", "length"):
            wait_until(lambda: count_scores(client, name) >= TRACES)  # noqa: B023
            assert count_scores(client, name) == TRACES
    asked = counted.read_text().split()
    assert len(set(asked)) == TRACES
    assert len(asked) - TRACES <= IN_FLIGHT_MAX
