"""Opening the event store: embedded in a directory, or on a server."""

from collections.abc import Callable
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

import clickhouse_connect
from clickhouse_connect.driver import options
from clickhouse_connect.driver.binding import quote_identifier
from clickhouse_connect.driver.client import Client
from clickhouse_connect.driver.exceptions import ClickHouseError, DatabaseError

from ratchet.errors import Invalid, Unavailable
from ratchet.store.events.client import EventStore
from ratchet.store.events.directory import HeldDirectory
from ratchet.store.events.disk import DiskWatch, kept_free_bytes
from ratchet.store.events.erasure import Erasure
from ratchet.store.events.migrate import migrate, missing_names, read_migrations

CLIENTS = 4
_MEBIBYTE = 1024 * 1024
_UNKNOWN_DATABASE = 81

_SETTINGS: dict[str, Any] = {
    # Our writers send a key once a batch; looking for duplicates again costs a third of an insert.
    "optimize_on_insert": 0,
    # Whoever sends times of more than a hundred months at once shall not wait for ever for a group that fails.
    "max_partitions_per_insert_block": 0,
    "max_execution_time": 60,
    # What is deleted is hidden at once and taken away when the engine comes by: it may be busy merging for minutes.
    "lightweight_deletes_sync": 0,
    "apply_mutations_on_fly": 1,
}
# An answer means that the rows are stored, whatever the server's own profile says.
_SERVER_SETTINGS = {**_SETTINGS, "async_insert": 0, "wait_for_async_insert": 1}
# Beyond this a query goes on with the help of the disk, or is told to ask for less.
_EMBEDDED_SETTINGS = {
    **_SETTINGS,
    "max_memory_usage": 1024 * _MEBIBYTE,
    "max_bytes_before_external_group_by": 256 * _MEBIBYTE,
    "max_bytes_before_external_sort": 256 * _MEBIBYTE,
}
# A server's caches may grow to gigabytes; this engine shares a process with everything else.
_EMBEDDED_OPTIONS = {
    "mark_cache_size": 64 * _MEBIBYTE,
    "primary_index_cache_size": 64 * _MEBIBYTE,
    "index_mark_cache_size": 16 * _MEBIBYTE,
    "query_condition_cache_size": 16 * _MEBIBYTE,
    "compiled_expression_cache_size": 16 * _MEBIBYTE,
}
_SERVER_TIMEOUTS = {"connect_timeout": 5, "send_receive_timeout": 65}

# The driver's own mark for "not installed". Nothing here is a data frame, and importing pandas, which chDB brings,
# would make the first insert wait a second.
for _name in ("pd", "pd_time_test"):
    setattr(options, _name, None)


Prepare = Callable[[Client], list[str]]


def open_event_store(url: str, *, prepare: Prepare = migrate) -> EventStore:
    """Open `chdb:///directory` or `clickhouse://user:password@host:8123/database`, its schema brought up to date.

    `clickhouses://` speaks TLS. A database that is missing is made. Raises `Invalid` for another kind of URL,
    `Conflict` when another process holds the directory, `Unavailable` when the server does not answer.
    """
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        # What it says may be a part of the password.
        raise Invalid(
            "RATCHET_EVENTS_URL is no address: use chdb:///directory or clickhouse://user:password@host:8123/database; "
            "percent-encode special characters of the password."
        ) from error
    match parts.scheme:
        case "chdb":
            return _open_embedded(_directory(url), prepare)
        case "clickhouse" | "clickhouses" | "http" | "https":
            return _open_server(url, parts, prepare)
        case scheme:
            raise Invalid(f"RATCHET_EVENTS_URL starts with {scheme!r}: use chdb:///directory or clickhouse://host")


def read_missing_migrations(url: str) -> list[str]:
    """The names of what opening the store would do to its schema; raises as `open_event_store` does."""
    if urlsplit(url).scheme == "chdb" and not _directory(url).exists():
        return [migration.name for migration in read_migrations()]
    store = open_event_store(url, prepare=missing_names)
    store.close()
    return list(store.migrated)


def _directory(url: str) -> Path:
    return Path(url.removeprefix("chdb://")).absolute()


def _open_embedded(path: Path, prepare: Prepare) -> EventStore:
    with ExitStack() as resources:
        resources.callback(HeldDirectory(path).release)
        kept_free = kept_free_bytes(path)
        connect = partial(
            clickhouse_connect.get_client,
            interface="chdb",
            path=str(path / "db"),
            settings=_EMBEDDED_SETTINGS,
            chdb_options={**_EMBEDDED_OPTIONS, "storage_configuration.disks.default.keep_free_space_bytes": kept_free},
            show_clickhouse_errors="scrub",
        )
        store = _open_pool(connect, str(path), prepare, resources)
        # With a client of its own, so that no query keeps it waiting.
        watching = resources.enter_context(closing(connect()))
        resources.enter_context(closing(DiskWatch(path, kept_free, watching.command)))
        store.resources = resources.pop_all()
    return store


def _open_server(url: str, parts: SplitResult, prepare: Prepare) -> EventStore:
    connect = partial(
        clickhouse_connect.get_client,
        dsn=url,
        secure=parts.scheme in ("clickhouses", "https"),
        # A session admits one query at a time, and nothing here needs one.
        autogenerate_session_id=False,
        settings=_SERVER_SETTINGS,
        show_clickhouse_errors="scrub",
        **_SERVER_TIMEOUTS,
    )
    database = unquote(parts.path.strip("/"))
    place = f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)
    with ExitStack() as resources:
        store = _open_pool(partial(_connect_creating, connect, database), place, prepare, resources)
        store.resources = resources.pop_all()
    return store


def _connect_creating(connect: Callable[..., Client], database: str) -> Client:
    try:
        return connect()
    except DatabaseError as error:
        if error.code != _UNKNOWN_DATABASE:
            raise
    with closing(connect(database="system")) as client:
        client.command(f"CREATE DATABASE IF NOT EXISTS {quote_identifier(database)}")
    return connect()


def _open_pool(connect: Callable[[], Client], place: str, prepare: Prepare, resources: ExitStack) -> EventStore:
    try:
        first = resources.enter_context(closing(connect()))
        migrated = prepare(first)
        others = [resources.enter_context(closing(connect())) for _ in range(CLIENTS - 1)]
        resources.enter_context(closing(Erasure(connect())))
    except (ClickHouseError, OSError) as error:
        raise Unavailable(f"The event store at {place} cannot be opened: {error}") from error
    return EventStore(place, [first, *others], migrated, connect)
