"""What tests share: one event store for the whole session, and a project of its own for every test."""

from collections.abc import Iterator
from uuid import uuid4

import httpx2
import pytest

from ratchet.store.events import EventStore, open_event_store
from ratchet.testing.clickhouse import Gateway, running_gateway
from ratchet.testing.server import Server, running_server


@pytest.fixture(scope="session")
def events_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where the event store of this session is: embedded, and one process can hold one directory."""
    return f"chdb://{tmp_path_factory.mktemp('events')}"


@pytest.fixture(scope="session")
def embedded_events(events_url: str) -> Iterator[EventStore]:
    """The embedded event store, open, shared by every test of the session."""
    store = open_event_store(events_url)
    yield store
    store.close()


@pytest.fixture(scope="session")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    """ClickHouse's HTTP interface, in a process of its own."""
    with running_gateway(tmp_path_factory.mktemp("gateway")) as gateway:
        yield gateway


@pytest.fixture(scope="session")
def wire_events(gateway: Gateway) -> Iterator[EventStore]:
    """The event store behind ClickHouse's wire, open, shared by every test of the session."""
    store = open_event_store(gateway.url)
    yield store
    store.close()


@pytest.fixture(scope="session")
def events(embedded_events: EventStore) -> EventStore:
    """The event store that most tests use; tests/store runs on both."""
    return embedded_events


@pytest.fixture
def project() -> str:
    """The id of a project that no other test writes to."""
    return f"project-{uuid4().hex}"


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A real server in a process of its own; tests that share it use ids of their own."""
    with running_server(tmp_path_factory.mktemp("server")) as server:
        yield server


@pytest.fixture
def http(server: Server) -> Iterator[httpx2.Client]:
    """A client of `server`, with its key."""
    with server.client() as client:
        yield client
