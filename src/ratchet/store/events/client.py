"""Opening the event store, and a small pool of clients over it."""

import fcntl
import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from queue import LifoQueue
from typing import Any
from urllib.parse import urlsplit

import clickhouse_connect
from clickhouse_connect.driver.client import Client
from clickhouse_connect.driver.exceptions import ClickHouseError, OperationalError

from ratchet.errors import Conflict, Invalid, Unavailable
from ratchet.store.events.migrate import migrate

CLIENTS = 4
# Times come back as they are stored, in nanoseconds; a datetime would cut them to microseconds.
TIMES_AS_INTEGERS = {"DateTime64*": "int"}


class EventStore:
    """A store that is open. Safe to share between threads; every call takes a client of the pool while it runs.

    `migrated` names what was done to the schema when it was opened.
    """

    def __init__(
        self, url: str, clients: Sequence[Client], lock: "_DirectoryLock | None", migrated: Sequence[str]
    ) -> None:
        self.url = url
        self.migrated = migrated
        self._clients = clients
        self._idle: LifoQueue[Client] = LifoQueue()
        self._directory_lock = lock
        self._writers: dict[str, threading.Lock] = {}
        self._writers_guard = threading.Lock()
        for client in clients:
            self._idle.put(client)

    def query(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[Sequence[Any]]:
        """Rows of a SELECT; times are integers of nanoseconds."""
        with self._client() as client:
            result = client.query(sql, parameters=dict(parameters or {}), query_formats=TIMES_AS_INTEGERS)
            return list(result.result_rows)

    def insert(self, table: str, columns: Sequence[str], data: Sequence[Sequence[Any]]) -> None:
        """Store columns (`data[i]` holds the values of `columns[i]`); returns once they are on disk."""
        with self._client() as client:
            client.insert(table, data, column_names=columns, column_oriented=True)

    def command(self, sql: str, parameters: Mapping[str, Any] | None = None) -> None:
        """Run a statement that gives no rows."""
        with self._client() as client:
            client.command(sql, parameters=dict(parameters or {}))

    def writer(self, table: str) -> threading.Lock:
        """The lock that whoever reads rows of a table in order to write them again holds meanwhile."""
        with self._writers_guard:
            return self._writers.setdefault(table, threading.Lock())

    def close(self) -> None:
        """Close every client and let another process have the directory."""
        for client in self._clients:
            client.close()
        if self._directory_lock is not None:
            self._directory_lock.release()

    @contextmanager
    def _client(self) -> Iterator[Client]:
        client = self._idle.get()
        try:
            yield client
        except OperationalError as error:
            raise Unavailable(f"The event store does not answer: {error}") from error
        except ClickHouseError as error:
            raise Unavailable(f"The event store could not do this: {error}") from error
        finally:
            self._idle.put(client)


def open_event_store(url: str) -> EventStore:
    """Open `chdb:///directory` or `clickhouse://user:password@host:8123/database`, its schema brought up to date.

    Raises `Conflict` when another process holds the directory, `Unavailable` when the server does not answer.
    """
    match urlsplit(url).scheme:
        case "chdb":
            return _open_embedded(url)
        case "clickhouse" | "clickhouses" | "http" | "https":
            return _open_pool(url, None)
        case scheme:
            raise Invalid(f"RATCHET_EVENTS_URL starts with {scheme!r}: use chdb:///directory or clickhouse://host")


def _open_embedded(url: str) -> EventStore:
    directory = Path(url.removeprefix("chdb://")).absolute()
    directory.mkdir(parents=True, exist_ok=True)
    lock = _DirectoryLock(directory)
    try:
        return _open_pool(f"chdb://{directory}/db", lock)
    except BaseException:
        lock.release()
        raise


def _open_pool(url: str, lock: "_DirectoryLock | None") -> EventStore:
    clients: list[Client] = []
    migrated: list[str] = []
    try:
        for _ in range(CLIENTS):
            clients.append(clickhouse_connect.get_client(dsn=url, **_client_options(url)))
            if len(clients) == 1:
                migrated = migrate(clients[0])
    except ClickHouseError as error:
        for client in clients:
            client.close()
        raise Unavailable(f"The event store at {_without_password(url)} cannot be opened: {error}") from error
    return EventStore(url, clients, lock, migrated)


def _client_options(url: str) -> dict[str, Any]:
    # A session admits one query at a time, and nothing here needs one.
    return {} if url.startswith("chdb") else {"autogenerate_session_id": False}


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    return url.replace(f":{parts.password}@", ":…@") if parts.password else url


class _DirectoryLock:
    """One process for a directory: chDB itself would corrupt it or fail in a way that nobody understands."""

    def __init__(self, directory: Path) -> None:
        self._file = (directory / "in-use").open("a+")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._file.seek(0)
            holder = self._file.read().strip() or "another process"
            self._file.close()
            raise Conflict(
                f"The event store in {directory} is in use by {holder}. Stop it, or give this one a directory of "
                "its own with RATCHET_DATA_DIR. Replicas share a ClickHouse server, never a directory."
            ) from error
        self._file.truncate(0)
        self._file.write(f"process {os.getpid()} on {os.uname().nodename}")
        self._file.flush()

    def release(self) -> None:
        self._file.truncate(0)
        self._file.close()
