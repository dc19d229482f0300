"""SQLite as a record store: a file, its readers never waiting for a writer (WAL)."""

import sqlite3
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event

from ratchet.errors import Unavailable

BUSY_TIMEOUT_S = 10
_PAUSE_S = 0.01


def create(location: URL) -> Engine:
    """An engine over a file whose directory is made if it is missing."""
    directory = Path(location.database or "").absolute().parent
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unavailable(
            f"The directory {directory} of the record store cannot be made: {error.strerror}. "
            "Set RATCHET_DATA_DIR or RATCHET_RECORDS_URL to a place that can be written."
        ) from error
    # The driver would begin transactions by rules of its own; `_begin` does it by ours.
    engine = create_engine(location, connect_args={"isolation_level": None, "timeout": BUSY_TIMEOUT_S})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


@contextmanager
def exclusive(engine: Engine) -> Generator[Connection]:
    """A transaction that no other process writes beside."""
    with engine.execution_options(writes=True).begin() as connection:
        yield connection


def _prepare(connection: Any, _record: Any) -> None:
    _keep_log(connection)
    connection.execute("PRAGMA foreign_keys = ON")


def _keep_log(connection: sqlite3.Connection) -> None:
    """Turn the file to WAL, which does not wait by itself for others that do the same."""
    deadline = time.monotonic() + BUSY_TIMEOUT_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(_PAUSE_S)
        else:
            return


def _begin(connection: Connection) -> None:
    # A transaction that turns from reading to writing half-way fails at once when another writes.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
