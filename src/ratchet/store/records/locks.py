"""Locks by name: one holder among the threads of this process and, over Postgres, among all replicas."""

import hashlib
import threading
from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from sqlalchemy import Engine, func, select
from sqlalchemy.exc import OperationalError

from ratchet.errors import Busy
from ratchet.store.records.failures import translated
from ratchet.store.records.location import show


class Locks:
    """The locks of one store; without an engine they hold within this process."""

    def __init__(self, engine: Engine | None) -> None:
        self._engine = engine
        self._threads: dict[str, threading.Lock] = {}
        self._guard = threading.Lock()

    @contextmanager
    def hold(self, name: str, wait_s_max: float) -> Generator[None]:
        """Hold a lock while the block runs; raises `Busy` when others hold it for too long."""
        with self._guard:
            lock = self._threads.setdefault(name, threading.Lock())
        # Threads queue up here first, so that each process waits on one connection at most.
        if not lock.acquire(timeout=wait_s_max):
            raise _busy(name, wait_s_max)
        try:
            with self._among_replicas(name, wait_s_max):
                yield
        finally:
            lock.release()

    def _among_replicas(self, name: str, wait_s_max: float) -> AbstractContextManager[None]:
        return nullcontext() if self._engine is None else _advisory_lock(self._engine, name, wait_s_max)


@contextmanager
def _advisory_lock(engine: Engine, name: str, wait_s_max: float) -> Generator[None]:
    with translated(show(engine.url)), engine.connect() as connection:
        connection.execute(select(func.set_config("lock_timeout", f"{wait_s_max}s", False)))
        try:
            connection.execute(select(func.pg_advisory_lock(to_number(name))))
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", None) == "55P03":  # lock_not_available
                raise _busy(name, wait_s_max) from error
            raise
        yield  # closing the connection gives the lock back, whatever happened


def to_number(name: str) -> int:
    """The number by which Postgres knows a lock."""
    return int.from_bytes(hashlib.sha256(f"ratchet {name}".encode()).digest()[:8], signed=True)


def _busy(name: str, wait_s_max: float) -> Busy:
    return Busy(f"Another has been at {name!r} for {wait_s_max:g} s. Try again when it is done.")
