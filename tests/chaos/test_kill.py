"""`kill -9` under load: everything that was acknowledged is there after a restart, and nothing is there twice."""

import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
import pytest
from load import Ledger, Persistent, Work, make_events, make_export, make_scores
from stored import stored_score_ids, stored_span_ids

from ratchet.testing.server import Server, running_server

ROUNDS = int(os.environ.get("CHAOS_ROUNDS", "10"))
CLIENTS: tuple[Callable[[], Work], ...] = (make_export, make_export, make_export, make_events, make_events, make_scores)

pytestmark = pytest.mark.slow


@pytest.fixture
def victim(tmp_path: Path) -> Iterator[Server]:
    """A server to kill."""
    with running_server(tmp_path) as server:
        yield server


@pytest.fixture
def client(victim: Server) -> Iterator[httpx2.Client]:
    with victim.client() as client:
        yield client


def start_clients(server: Server, ledger: Ledger) -> list[Persistent]:
    clients = [Persistent(server.client(timeout_s=20), make, ledger) for make in CLIENTS]
    for one in clients:
        one.start()
    ledger.is_up.set()
    return clients


def kill_and_restart(server: Server, ledger: Ledger) -> None:
    """The clients go on sending until the process is gone, and begin again when `is_up` is set."""
    server.kill()
    ledger.is_up.clear()
    server.restart()


def assert_kept_once(client: httpx2.Client, ledger: Ledger) -> None:
    stored = stored_span_ids(client) + stored_score_ids(client)
    lost, unheard_of = ledger.acknowledged - set(stored), set(stored) - ledger.sent
    twice = len(stored) - len(set(stored))
    assert (len(lost), twice, len(unheard_of)) == (0, 0, 0), "acknowledged and lost, there twice, never sent"


def test_what_was_acknowledged_survives_kill_9_and_is_there_once(victim: Server, client: httpx2.Client) -> None:
    ledger, chance = Ledger(), random.Random(20261122)
    clients = start_clients(victim, ledger)
    for _ in range(ROUNDS):
        ledger.wait_for(requests=chance.randint(15, 60))
        kill_and_restart(victim, ledger)
        assert_kept_once(client, ledger)
        ledger.is_up.set()
    ledger.is_over.set()
    for one in clients:
        one.join()
    assert not ledger.failures, ledger.failures
    assert ledger.interrupted >= ROUNDS, "no kill hit a request"
    assert ledger.acknowledged == ledger.sent == set(stored_span_ids(client) + stored_score_ids(client))
    assert_kept_once(client, ledger)
    assert_counts_agree(client)


def assert_counts_agree(client: httpx2.Client) -> None:
    """Whatever counts in another way counts the same."""
    spans = client.get("/api/public/observations", params={"limit": 1}).json()["meta"]["totalItems"]
    assert spans == len(stored_span_ids(client))
    traces = client.get("/api/public/traces", params={"limit": 1}).json()["meta"]["totalItems"]
    assert client.get("/metrics/errors", params={"hours": 24}).json()["total_traces"] == traces


def test_a_span_sent_again_with_other_times_after_kill_9_keeps_its_first(victim: Server, client: httpx2.Client) -> None:
    work = make_export(count=3)
    assert work.send(client).status_code == 200
    before = {row["id"]: row["startTime"] for row in client.get("/api/public/observations").json()["data"]}
    victim.kill()
    victim.restart()
    assert work.at_another_time().send(client).status_code == 200
    after = {row["id"]: row["startTime"] for row in client.get("/api/public/observations").json()["data"]}
    assert after == before
    assert before.keys() == work.ids


def test_an_update_after_kill_9_meets_what_was_created_before_it(victim: Server, client: httpx2.Client) -> None:
    work = make_events(count=1)
    trace, creation, update = work.batch
    assert client.post("/api/public/ingestion", json={"batch": [trace, creation]}).json()["errors"] == []
    victim.kill()
    victim.restart()
    assert client.post("/api/public/ingestion", json={"batch": [update]}).json()["errors"] == []
    stored = client.get(f"/api/public/observations/{creation['body']['id']}").json()
    assert (stored["name"], stored["output"]) == ("step", "done")


@pytest.mark.parametrize("printed", ["", "listening"])
def test_a_server_killed_while_it_starts_can_start_again(victim: Server, client: httpx2.Client, printed: str) -> None:
    work = make_export(count=5)
    assert work.send(client).status_code == 200
    for _ in range(3):
        victim.kill()
        before = len(victim.read_log())
        victim.start()
        victim.wait_until_printed(printed, after=before)
    victim.kill()
    victim.restart()
    assert set(stored_span_ids(client)) == work.ids


def test_a_server_told_to_stop_keeps_what_it_acknowledged(victim: Server, client: httpx2.Client) -> None:
    ledger = Ledger()
    clients = start_clients(victim, ledger)
    ledger.wait_for(requests=20)
    assert victim.stop() == 0
    ledger.is_up.clear()
    victim.restart()
    assert_kept_once(client, ledger)
    ledger.is_over.set()
    ledger.is_up.set()
    for one in clients:
        one.join()
    assert not ledger.failures, ledger.failures
