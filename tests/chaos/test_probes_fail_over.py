"""Two servers on one record store: a run happens once, and goes on when the server that began it dies."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlalchemy import select

from ratchet.store.records import RecordStore, open_record_store
from ratchet.store.records.tables import leases
from ratchet.testing.clickhouse import running_gateway
from ratchet.testing.server import Server, running_server
from ratchet.testing.target import Asked, Said, TargetApp, running_target

WAIT_S = 240.0
POLL_S = 0.5

pytestmark = pytest.mark.slow


@pytest.fixture
def shared(tmp_path: Path, create_database: Callable[[], str]) -> Iterator[dict[str, str]]:
    """What the servers have in common."""
    with running_gateway(tmp_path / "events") as gateway:
        yield {
            "records_url": create_database(),
            "events_url": gateway.url,
            "secret": "a secret that replicas share",
        }


@pytest.fixture
def app() -> Iterator[TargetApp]:
    """An application that answers what is short, and hangs over what is long for as long as nobody dies."""
    with running_target(lambda asked: Said({"answer": "here"}, delay_s=_thinks_s(asked))) as app:
        yield app


def _thinks_s(asked: Asked) -> float:
    return 15.0 if asked.body["query"] == "long" else 0.0


def wait_until(is_so: Callable[[], Any]) -> Any:
    pause = threading.Event()
    for _ in range(int(WAIT_S / POLL_S)):
        if found := is_so():
            return found
        pause.wait(POLL_S)
    raise AssertionError("it never came to that")


def read_leader(records: RecordStore) -> str | None:
    with records.read() as connection:
        return connection.execute(select(leases.c.holder).where(leases.c.name == "probes")).scalar_one_or_none()


def results_of(client: httpx2.Client, name: str) -> list[dict[str, Any]]:
    return client.get(f"/admin/probes/{name}/results").json()["results"]


def test_runs_happen_once_and_another_server_finishes_what_a_dead_one_began(
    tmp_path: Path, shared: dict[str, str], app: TargetApp
) -> None:
    records = open_record_store(shared["records_url"])
    with running_server(tmp_path / "one", **shared) as one:
        wait_until(lambda: read_leader(records))
        with running_server(tmp_path / "two", **shared) as two:
            check_that_two_goes_on(one, two, app)
    records.close()


def check_that_two_goes_on(one: Server, two: Server, app: TargetApp) -> None:
    with httpx2.Client(base_url=two.url, auth=one.keys, timeout=60) as client:
        target = {"name": "app", "url": app.url, "allow_private": True}
        client.post("/admin/targets", json=target).raise_for_status()
        for name, every_s in (("short", 10), ("long", 3600)):
            probe = {"name": name, "target": "app", "queries": [name], "every_s": every_s}
            client.post("/admin/probes", json=probe).raise_for_status()
        wait_until(lambda: len(results_of(client, "short")) >= 2 and "long" in asked_of(app))
        one.kill()
        before = {result["run_id"] for result in results_of(client, "short")}
        [finished] = wait_until(lambda: results_of(client, "long"))
        wait_until(lambda: {result["run_id"] for result in results_of(client, "short")} - before)
        client.patch("/admin/probes/short", json={"enabled": False}).raise_for_status()
        runs = Counter(result["run_id"] for result in results_of(client, "short"))
    assert finished["is_ok"]
    assert set(runs.values()) == {1}
    assert asked_of(app)["short"] <= len(runs) + 1  # what was asked when the server died may be asked again


def asked_of(app: TargetApp) -> Counter[str]:
    return Counter(asked.body["query"] for asked in app.asked)
