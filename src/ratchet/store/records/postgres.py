"""Postgres as a record store: one database that all replicas share."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, func, select

from ratchet.store.records.locks import to_number

CONNECT_TIMEOUT_S = 5
POOL_WAIT_S = 10


def create(location: URL) -> Engine:
    """An engine over a pool of connections, each tried before it is used."""
    return create_engine(location, pool_pre_ping=True, pool_timeout=POOL_WAIT_S, connect_args=_connect_args(location))


def create_unpooled(location: URL) -> Engine:
    """An engine for whoever holds a connection for long: waiting for a lock must not use up the pool."""
    return create_engine(
        location, poolclass=NullPool, isolation_level="AUTOCOMMIT", connect_args=_connect_args(location)
    )


@contextmanager
def exclusive(engine: Engine) -> Generator[Connection]:
    """A transaction that no other process which asks for the same runs beside."""
    with engine.begin() as connection:
        connection.execute(select(func.pg_advisory_xact_lock(to_number("migrate"))))
        yield connection


def _connect_args(location: URL) -> dict[str, Any]:
    return {} if "connect_timeout" in location.query else {"connect_timeout": CONNECT_TIMEOUT_S}
