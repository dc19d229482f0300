"""Schema migrations: Alembic revisions in `migrations/versions`, applied in order, all or none."""

from contextlib import AbstractContextManager
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from ratchet.errors import Conflict
from ratchet.store.records import postgres, sqlite

FOLDER = Path(__file__).parent / "migrations"


def migrate(engine: Engine) -> list[str]:
    """Apply what is missing and name it. Raises `Conflict` for a store that a newer Ratchet has changed."""
    with engine.connect() as connection:
        if not missing_migrations(connection):
            return []
    with _exclusive(engine) as connection:
        # Another process may have done it since.
        missing = missing_migrations(connection)
        if missing:
            _upgrade(connection)
        return missing


def known_migrations() -> list[str]:
    """The names of all migrations of this version of Ratchet, oldest first."""
    return sorted(path.stem for path in (FOLDER / "versions").glob("*.py"))


def missing_migrations(connection: Connection) -> list[str]:
    """The names of what `migrate` would apply, oldest first; raises `Conflict` as it does."""
    known = known_migrations()
    revision = _read_revision(connection)
    if revision and revision not in map(_to_revision, known):
        raise Conflict(
            f"The record store has migration {revision}, which this Ratchet does not know: "
            "a newer one has used it. Start that version, or a later one."
        )
    return [name for name in known if _to_revision(name) > revision]


def _read_revision(connection: Connection) -> str:
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or ""


def _to_revision(name: str) -> str:
    return name.partition("_")[0]


def _upgrade(connection: Connection) -> None:
    # It takes long to import, and most starts have nothing to apply.
    from ratchet.store.records.upgrade import upgrade  # noqa: PLC0415

    upgrade(connection, FOLDER)


def _exclusive(engine: Engine) -> AbstractContextManager[Connection]:
    return sqlite.exclusive(engine) if engine.dialect.name == "sqlite" else postgres.exclusive(engine)
