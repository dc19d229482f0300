"""Schema migrations: numbered SQL files, each applied once, in order.

Every statement can run twice without harm, so two replicas that start together need no lock: the one that comes
second finds the tables there and records the same version again.
"""

import hashlib
from collections.abc import Iterator
from importlib.resources import files
from typing import Any, NamedTuple, cast

from clickhouse_connect.driver.client import Client

from ratchet.errors import Conflict

_LEDGER = """
CREATE TABLE IF NOT EXISTS schema_migrations (
    version UInt32,
    name String,
    sha256 String,
    applied_at DateTime64(3, 'UTC') DEFAULT now64(3)
) ENGINE = ReplacingMergeTree(applied_at) ORDER BY version
"""


class Migration(NamedTuple):
    """One file of the folder `migrations`."""

    version: int
    name: str
    sql: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.sql.encode()).hexdigest()

    @property
    def statements(self) -> list[str]:
        return [statement for statement in map(str.strip, self.sql.split(";\n")) if statement]


def read_migrations() -> list[Migration]:
    """All migrations of this version of Ratchet, oldest first."""
    folder = files("ratchet.store.events") / "migrations"
    found = [
        Migration(int(file.name[:4]), file.name.removesuffix(".sql"), file.read_text())
        for file in folder.iterdir()
        if file.name.endswith(".sql")
    ]
    return sorted(found)


def migrate(client: Client) -> list[str]:
    """Apply what is missing and name it. Raises `Conflict` for a store that a newer Ratchet has changed."""
    client.command(_LEDGER)
    missing = missing_migrations(client)
    for migration in missing:
        for statement in migration.statements:
            client.command(statement)
        client.insert(
            "schema_migrations",
            [[migration.version, migration.name, migration.sha256]],
            column_names=["version", "name", "sha256"],
        )
    return [migration.name for migration in missing]


def missing_names(client: Client) -> list[str]:
    """The names of what `migrate` would apply; asks, and changes nothing."""
    begun = bool(client.command("EXISTS TABLE schema_migrations"))
    return [migration.name for migration in (missing_migrations(client) if begun else read_migrations())]


def missing_migrations(client: Client) -> list[Migration]:
    """What `migrate` would apply, oldest first; raises `Conflict` as it does."""
    rows = client.query("SELECT version, sha256 FROM schema_migrations FINAL").result_rows
    applied = cast(dict[int, str], dict(cast(Any, rows)))
    known = read_migrations()
    if unknown := applied.keys() - {migration.version for migration in known}:
        raise Conflict(
            f"The event store has migration {max(unknown)}, which this Ratchet does not know: "
            "a newer one has used it. Start that version, or a later one."
        )
    return list(_missing(known, applied))


def _missing(known: list[Migration], applied: dict[int, str]) -> Iterator[Migration]:
    for migration in known:
        if migration.version not in applied:
            yield migration
        elif applied[migration.version] != migration.sha256:
            raise Conflict(
                f"Migration {migration.name} was changed after it was applied. Restore the file, and put the change "
                "into a migration of its own."
            )
