"""A server whose queue is full says so at once, and loses nothing of what it took."""

from collections.abc import Callable, Iterator

import httpx2
import pytest
from load import Ledger, Persistent, Work, make_events, make_export, make_scores
from stored import stored_score_ids, stored_span_ids

from ratchet.testing.server import Server, running_server


@pytest.fixture(scope="module")
def busy_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that holds next to nothing while it writes."""
    with running_server(tmp_path_factory.mktemp("busy"), pending_size_bytes_max=2000) as server:
        yield server


@pytest.mark.parametrize("make", [make_export, make_events, make_scores])
def test_a_full_queue_is_a_429_with_a_time_to_wait_and_loses_nothing(
    busy_server: Server, make: Callable[[], Work]
) -> None:
    ledger = Ledger()
    ledger.is_up.set()
    clients = [Persistent(busy_server.client(), make, ledger) for _ in range(6)]
    for one in clients:
        one.start()
    ledger.wait_for(requests=30)
    ledger.is_over.set()
    for one in clients:
        one.join()
    assert not ledger.failures, ledger.failures
    assert ledger.refused, "it was never busy"
    for answer in ledger.refused:
        assert answer.status_code == 429
        assert int(answer.headers["retry-after"]) >= 1
    with busy_server.client() as client:
        assert_all_is_there(client, ledger)


def assert_all_is_there(client: httpx2.Client, ledger: Ledger) -> None:
    stored = stored_span_ids(client) + stored_score_ids(client)
    assert len(stored) == len(set(stored))
    assert ledger.acknowledged == ledger.sent <= set(stored)


def test_one_request_larger_than_the_queue_is_taken_when_nothing_else_waits(busy_server: Server) -> None:
    work = make_export(count=500)
    with busy_server.client() as client:
        assert work.send(client).status_code == 200
        assert work.ids <= set(stored_span_ids(client))


def test_a_busy_server_still_answers_reads(busy_server: Server) -> None:
    with busy_server.client() as client:
        assert client.get("/api/public/traces", params={"limit": 1}).status_code == 200
        assert client.get("/readyz").status_code == 200
