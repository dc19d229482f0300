"""`kill -9` while collectors are at work: every trace that meets a rule makes its item, and makes it once."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from ratchet.testing.otlp import PROTOBUF, new_trace_id, otlp_request, otlp_span
from ratchet.testing.server import Server, running_server

TRACES = 2_000
KILLS = 3
BATCH = 100
WAIT_S = 180.0
POLL_S = 0.05

pytestmark = pytest.mark.slow


@pytest.fixture
def victim(tmp_path: Path) -> Iterator[Server]:
    """A server to kill, with a collector of ours and no limit."""
    with running_server(tmp_path / "data") as server, server.client() as client:
        said = {
            "name": "good",
            "dataset": "good",
            "criteria": [{"type": "score", "score_name": "right", "at_least": 0.5}],
            "deduplicate": False,
        }
        assert client.post("/admin/collectors", json=said).status_code == 201
        yield server


def send(client: httpx2.Client, numbers: range) -> set[str]:
    """Traces with their scores, of which every other one is right; the ids of those that are."""
    ids = {number: new_trace_id() for number in numbers}
    spans = [
        otlp_span("chat", trace_id=one, attributes={"input.value": f"{number}?", "output.value": "That."})
        for number, one in ids.items()
    ]
    body = otlp_request(*spans).SerializeToString()
    assert client.post("/v1/traces", content=body, headers={"content-type": PROTOBUF}).status_code == 200
    scores = [{"traceId": one.hex(), "name": "right", "value": number % 2} for number, one in ids.items()]
    assert client.post("/api/public/scores", json=scores).is_success
    return {one.hex() for number, one in ids.items() if number % 2}


def read_items(client: httpx2.Client) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    while True:
        page = client.get("/admin/datasets/good/items", params={"offset": len(found), "limit": 500}).json()
        found += page["items"]
        if len(found) >= page["total"] or not page["items"]:
            return found


def count_items(client: httpx2.Client) -> int:
    return client.get("/admin/datasets/good").json()["item_count"]


def wait_until(is_so: Callable[[], bool], server: Server) -> None:
    pause = threading.Event()
    for _ in range(int(WAIT_S / POLL_S)):
        if is_so():
            return
        pause.wait(POLL_S)
    raise AssertionError(f"It never came to that. The server said:\n{server.read_log()}")


def test_what_is_collected_during_kill_9_is_whole_and_there_once(victim: Server) -> None:
    expected: set[str] = set()
    with victim.client() as client:
        for part in range(KILLS + 1):
            size = TRACES // (KILLS + 1)
            before = count_items(client)
            for start in range(part * size, (part + 1) * size, BATCH):
                expected |= send(client, range(start, start + BATCH))
            if part < KILLS:
                wait_until(lambda: count_items(client) > before, victim)  # noqa: B023
                victim.kill()
                victim.restart()
        wait_until(lambda: count_items(client) >= len(expected), victim)
        items = read_items(client)
        assert Counter(item["source_trace_id"] for item in items) == Counter(expected)
        for item in items[:: len(items) // 20]:
            versions = client.get("/admin/datasets/good/item-versions", params={"id": item["id"]}).json()
            assert len(versions["versions"]) == 1
