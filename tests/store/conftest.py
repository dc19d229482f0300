"""Every test of this folder that takes `events` or `connect` runs on both event stores."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from typing import Any
from uuid import uuid4

import clickhouse_connect
import pytest
from clickhouse_connect.driver.client import Client

from ratchet.store.events import EventStore
from ratchet.testing.clickhouse import Gateway

Connect = Callable[[], Client]


@pytest.fixture(params=["embedded_events", "wire_events"], ids=["chdb", "wire"])
def events(request: pytest.FixtureRequest) -> EventStore:
    """The event store: embedded, then behind ClickHouse's wire."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def connect(events: EventStore, request: pytest.FixtureRequest) -> Iterator[Connect]:
    """Opens clients of a database in which nothing is yet."""
    database = f"empty_{uuid4().hex}"
    events.command(f"CREATE DATABASE {database}")
    options: dict[str, Any]
    if "chdb" in request.node.callspec.id:
        options = {"interface": "chdb", "path": f"{events.place}/db", "database": database}
    else:
        gateway: Gateway = request.getfixturevalue("gateway")
        options = {"dsn": gateway.url_of(database), "autogenerate_session_id": False}
    with ExitStack() as opened:
        yield lambda: opened.enter_context(closing(clickhouse_connect.get_client(**options)))
    events.command(f"DROP DATABASE {database}")
