"""Opening the record store: in a file, or on a server."""

from pathlib import Path

from sqlalchemy import URL, Engine

from ratchet.store.records import postgres, sqlite
from ratchet.store.records.client import RecordStore
from ratchet.store.records.failures import translated
from ratchet.store.records.location import parse_location, show
from ratchet.store.records.locks import Locks
from ratchet.store.records.migrate import known_migrations, migrate, missing_migrations


def open_record_store(url: str) -> RecordStore:
    """Open `sqlite:////directory/records.db` or `postgresql://…`, its schema brought up to date.

    Raises `Conflict` when a newer Ratchet has changed the schema, `Unavailable` when nothing answers.
    """
    location = parse_location(url)
    engine, locks = _create(location)
    try:
        with translated(show(location)):
            return RecordStore(engine, locks, migrate(engine))
    except BaseException:
        engine.dispose()
        raise


def read_missing_migrations(url: str) -> list[str]:
    """The names of what opening the store would do to its schema; raises as `open_record_store` does."""
    location = parse_location(url)
    if location.get_backend_name() == "sqlite" and not Path(location.database or "").exists():
        return known_migrations()
    engine, _ = _create(location)
    try:
        with translated(show(location)), engine.connect() as connection:
            return missing_migrations(connection)
    finally:
        engine.dispose()


def _create(location: URL) -> tuple[Engine, Locks]:
    if location.get_backend_name() == "sqlite":
        return sqlite.create(location), Locks(None)
    return postgres.create(location), Locks(postgres.create_unpooled(location))
