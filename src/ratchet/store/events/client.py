"""The event store as the rest of the program sees it: rows in, rows out, over a small pool of clients."""

import errno
import threading
from collections import Counter
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from queue import LifoQueue
from typing import Any

from clickhouse_connect.datatypes.base import ClickHouseType
from clickhouse_connect.driver.client import Client
from clickhouse_connect.driver.exceptions import ClickHouseError, DatabaseError, DataError, OperationalError

from ratchet.errors import Invalid, Unavailable

# Times come back as they are stored, in nanoseconds; a datetime would cut them to microseconds.
TIMES_AS_INTEGERS = {"DateTime64*": "int"}

ArrowTable = Any
"""A table of pyarrow, which comes without types."""


class EventStore:
    """A store that is open. Safe to share between threads; every call takes a client of the pool while it runs.

    Any call raises `Unavailable` when the store does not answer or could not do it; it can be tried again then.
    `place` names the store in messages, without a password; `migrated` names what was done to the schema when it
    was opened; `resources` are closed with it. `connect` makes clients beside the pool.
    """

    def __init__(
        self, place: str, clients: Sequence[Client], migrated: Sequence[str], connect: Callable[[], Client]
    ) -> None:
        self.place = place
        self.migrated = migrated
        self._connect = connect
        self.resources = ExitStack()
        self._idle: LifoQueue[Client] = LifoQueue()
        self._column_types: dict[tuple[str, tuple[str, ...]], Sequence[ClickHouseType]] = {}
        self._writers: dict[str, threading.Lock] = {}
        self._guard = threading.Lock()
        self._rows_stored: Counter[str] = Counter()
        for client in clients:
            self._idle.put(client)

    def query(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[Sequence[Any]]:
        """Rows of a SELECT; times are integers of nanoseconds."""
        with self._client() as client:
            result = client.query(sql, parameters=dict(parameters or {}), query_formats=TIMES_AS_INTEGERS)
            return list(result.result_rows)

    def query_arrow(
        self, sql: str, parameters: Mapping[str, Any] | None = None, *, settings: Sequence[str] = ()
    ) -> ArrowTable:
        """Rows of a SELECT as an Arrow table, for many of them at a time."""
        import pyarrow as pa  # noqa: PLC0415 - it takes a while to load, and few ask

        with_settings = ", ".join((*settings, "output_format_arrow_compression_method = 'none'"))
        with self._client() as client:
            found = client.raw_query(f"{sql} SETTINGS {with_settings}", parameters=dict(parameters or {}), fmt="Arrow")
        return pa.ipc.open_file(pa.py_buffer(found)).read_all()

    def stream(self, sql: str, parameters: Mapping[str, Any] | None = None) -> Generator[Sequence[Sequence[Any]]]:
        """Blocks of columns of a SELECT of any length, its texts as bytes; with a client of its own until it ends."""
        formats = {**TIMES_AS_INTEGERS, "String": "bytes"}
        with self._translated(), closing(self._connect()) as client:
            asked = client.query_column_block_stream(sql, parameters=dict(parameters or {}), query_formats=formats)
            with asked as blocks:
                yield from blocks

    def insert(self, table: str, columns: Sequence[str], data: Sequence[Sequence[Any]]) -> None:
        """Store columns (`data[i]` holds the values of `columns[i]`); returns once they are on disk.

        Raises `Invalid` for a value that its column cannot hold; nothing of this call is stored then.
        """
        with self._client() as client:
            types = self._read_column_types(client, table, tuple(columns))
            context = client.create_insert_context(table, columns, column_types=types, column_oriented=True, data=data)
            try:
                client.insert(context=context)
            except (DataError, UnicodeEncodeError) as error:
                raise Invalid(f"A value cannot be stored in {table}: {error}") from error
            finally:
                # It refers to itself, and would keep the rows until the garbage collector comes by: hundreds of MB.
                vars(context).clear()
        with self._guard:
            self._rows_stored[table] += len(data[0])

    @property
    def rows_stored(self) -> Mapping[str, int]:
        """How many rows have been stored in each table since it was opened, replacements included."""
        return dict(self._rows_stored)

    def command(self, sql: str, parameters: Mapping[str, Any] | None = None) -> None:
        """Run a statement that gives no rows."""
        with self._client() as client:
            client.command(sql, parameters=dict(parameters or {}))

    def writer(self, table: str) -> threading.Lock:
        """The lock that whoever reads rows of a table in order to write them again holds meanwhile."""
        with self._guard:
            return self._writers.setdefault(table, threading.Lock())

    def close(self) -> None:
        """Close every client and let another process have the directory."""
        self.resources.close()

    def _read_column_types(self, client: Client, table: str, columns: tuple[str, ...]) -> Sequence[ClickHouseType]:
        # Asked once: the driver would ask before every insert.
        if (table, columns) not in self._column_types:
            context = client.create_insert_context(table, columns)
            self._column_types[table, columns] = context.column_types
        return self._column_types[table, columns]

    @contextmanager
    def _client(self) -> Generator[Client]:
        client = self._idle.get()
        try:
            with self._translated():
                yield client
        finally:
            self._idle.put(client)

    @contextmanager
    def _translated(self) -> Generator[None]:
        try:
            yield
        except (ClickHouseError, OSError) as error:
            raise self._unavailable(error) from error

    def _unavailable(self, error: Exception) -> Unavailable:
        match error:
            case OperationalError():
                return Unavailable(f"The event store at {self.place} does not answer. Try again in a moment.")
            case DatabaseError(code=243) | OSError(errno=errno.ENOSPC):
                return Unavailable(f"The disk of the event store at {self.place} is full. Make room on it.")
            case _:
                return Unavailable(f"The event store at {self.place} could not do this: {error}")
