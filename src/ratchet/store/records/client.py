"""The record store as the rest of the program sees it: one transaction after another, and locks by name."""

from collections.abc import Generator, Sequence
from contextlib import AbstractContextManager, contextmanager

from sqlalchemy import Connection, Engine, text

from ratchet.domain.model import Model
from ratchet.domain.project import Key
from ratchet.store.records.failures import translated
from ratchet.store.records.location import show
from ratchet.store.records.locks import Locks
from ratchet.store.records.recent import Recent


class RecordStore:
    """A store that is open. Safe to share between threads; every transaction takes a connection of the pool.

    `migrated` names what was done to the schema when it was opened.
    """

    def __init__(self, engine: Engine, locks: Locks, migrated: Sequence[str]) -> None:
        self.url = show(engine.url)
        self.migrated = migrated
        self.recent_keys: Recent[Key] = Recent()
        self.recent_models: Recent[Sequence[Model]] = Recent()
        self._engine = engine
        self._writing = engine.execution_options(writes=True)
        self._locks = locks

    @contextmanager
    def read(self) -> Generator[Connection]:
        """A transaction that only reads."""
        with translated(self.url), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Generator[Connection]:
        """A transaction that is stored when the block ends, or not at all when it raises."""
        with translated(self.url), self._writing.begin() as connection:
            yield connection

    def lock(self, name: str, *, wait_s_max: float = 60.0) -> AbstractContextManager[None]:
        """Be the only one to do what `name` says, among all replicas; raises `Busy` after a wait too long.

        Replicas share a Postgres; on SQLite, which has none, the lock holds among this process's threads.
        """
        return self._locks.hold(name, wait_s_max)

    def ping(self) -> None:
        """Return when the store answers; raises `Unavailable` when it does not."""
        with self.read() as connection:
            connection.execute(text("SELECT 1"))

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()
