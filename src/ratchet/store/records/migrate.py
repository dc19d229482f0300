"""Schema migrations: Alembic revisions in `migrations/versions`, applied in order, all or none."""

import logging
from contextlib import AbstractContextManager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Connection, Engine

from ratchet.errors import Conflict
from ratchet.store.records import postgres, sqlite

# It tells of its own workings at every start.
logging.getLogger("alembic").setLevel(logging.WARNING)


def migrate(engine: Engine) -> list[str]:
    """Apply what is missing and name it. Raises `Conflict` for a store that a newer Ratchet has changed."""
    with engine.connect() as connection:
        if not missing_migrations(connection):
            return []
    with _exclusive(engine) as connection:
        # Another process may have done it since.
        missing = missing_migrations(connection)
        if missing:
            command.upgrade(_config(connection), "head")
        return missing


def missing_migrations(connection: Connection) -> list[str]:
    """The names of what `migrate` would apply, oldest first; raises `Conflict` as it does."""
    known = _known_migrations()
    revision = MigrationContext.configure(connection).get_current_revision()
    if revision is None:
        return [_name(script) for script in known]
    revisions = [script.revision for script in known]
    if revision not in revisions:
        raise Conflict(
            f"The record store has migration {revision}, which this Ratchet does not know: "
            "a newer one has used it. Start that version, or a later one."
        )
    return [_name(script) for script in known[revisions.index(revision) + 1 :]]


def _known_migrations() -> list[Script]:
    newest_first = ScriptDirectory.from_config(_config()).walk_revisions()
    return list(newest_first)[::-1]


def _config(connection: Connection | None = None) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    return config


def _name(script: Script) -> str:
    return Path(script.path).stem


def _exclusive(engine: Engine) -> AbstractContextManager[Connection]:
    return sqlite.exclusive(engine) if engine.dialect.name == "sqlite" else postgres.exclusive(engine)
