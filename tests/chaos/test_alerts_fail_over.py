"""Two servers on one record store: one looks at the rules, and when it is killed the other does, losing no alert."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
import pytest
from opentelemetry.proto.trace.v1.trace_pb2 import Status
from sqlalchemy import select

from ratchet.store.records import RecordStore, open_record_store
from ratchet.store.records.tables import leases
from ratchet.testing.clickhouse import running_gateway
from ratchet.testing.otlp import PROTOBUF, otlp_request, otlp_span
from ratchet.testing.server import Server, running_server

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


def wait_until(is_so: Callable[[], bool]) -> None:
    pause = threading.Event()
    for _ in range(int(WAIT_S / POLL_S)):
        if is_so():
            return
        pause.wait(POLL_S)
    raise AssertionError("it never came to that")


def read_leader(records: RecordStore) -> str | None:
    with records.read() as connection:
        return connection.execute(select(leases.c.holder).where(leases.c.name == "alerts")).scalar_one_or_none()


def send_failures(client: httpx2.Client) -> None:
    spans = [otlp_span("chat") for _ in range(40)]
    for span in spans:
        span.status.code = Status.STATUS_CODE_ERROR
    body = otlp_request(*spans).SerializeToString()
    client.post("/v1/traces", content=body, headers={"content-type": PROTOBUF}).raise_for_status()


def history_of(client: httpx2.Client) -> list[dict[str, object]]:
    return client.get("/admin/alerts/history").json()["alerts"]


def test_another_server_goes_on_where_a_dead_one_looked_at_rules(tmp_path: Path, shared: dict[str, str]) -> None:
    records = open_record_store(shared["records_url"])
    with running_server(tmp_path / "one", **shared) as one:
        wait_until(lambda: read_leader(records) is not None)
        leader = read_leader(records)
        with running_server(tmp_path / "two", **shared) as two:
            check_that_two_takes_over(one, two, records, leader)
    records.close()


def check_that_two_takes_over(one: Server, two: Server, records: RecordStore, leader: str | None) -> None:
    with httpx2.Client(base_url=two.url, auth=one.keys, timeout=60) as client:
        checked = client.get("/admin/alerts/monitoring").json()["checked_at"]
        one.kill()
        send_failures(client)
        wait_until(lambda: read_leader(records) not in (None, leader))
        wait_until(lambda: client.get("/admin/alerts/monitoring").json()["checked_at"] != checked)
        wait_until(lambda: len(history_of(client)) > 0)
        client.post("/admin/alerts/check").raise_for_status()
        [alert] = history_of(client)
        assert (alert["rule_id"], alert["value"], alert["resolved_at"]) == ("error_rate", 1.0, None)
