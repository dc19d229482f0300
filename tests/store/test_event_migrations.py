from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from clickhouse_connect.driver.client import Client

from ratchet.errors import Conflict
from ratchet.store.events.migrate import migrate, missing_migrations, read_migrations

Connect = Callable[[], Client]
NAMES = [migration.name for migration in read_migrations()]


def tables(client: Client) -> list[str]:
    return [name for (name,) in client.query("SHOW TABLES").result_rows]


def test_an_empty_database_gets_every_migration_in_order(connect: Connect) -> None:
    client = connect()
    assert migrate(client) == NAMES
    assert {"schema_migrations", "spans", "scores", "trace_overrides"} <= set(tables(client))


def test_a_second_start_has_nothing_to_apply(connect: Connect) -> None:
    migrate(connect())
    assert migrate(connect()) == []


def test_two_replicas_that_start_together_both_come_up_with_one_schema(connect: Connect) -> None:
    clients = [connect(), connect()]
    together = Barrier(len(clients))

    def start(client: Client) -> list[str]:
        together.wait(30)
        return migrate(client)

    with ThreadPoolExecutor(len(clients)) as pool:
        for applied in pool.map(start, clients):
            assert set(applied) <= set(NAMES)
    assert missing_migrations(clients[0]) == []
    assert clients[0].query("SELECT count() FROM schema_migrations FINAL").result_rows == [(len(NAMES),)]


def test_a_start_that_died_half_way_is_finished_by_the_next(connect: Connect) -> None:
    client = connect()
    client.command(read_migrations()[0].statements[0])
    assert migrate(client) == NAMES


def test_a_store_that_a_newer_ratchet_has_changed_is_refused(connect: Connect) -> None:
    client = connect()
    migrate(client)
    client.insert("schema_migrations", [[9999, "9999_future", ""]], column_names=["version", "name", "sha256"])
    with pytest.raises(Conflict, match="migration 9999, which this Ratchet does not know"):
        migrate(client)


def test_a_migration_that_was_changed_after_it_was_applied_is_refused(connect: Connect) -> None:
    client = connect()
    migrate(client)
    client.insert("schema_migrations", [[1, NAMES[0], "another"]], column_names=["version", "name", "sha256"])
    with pytest.raises(Conflict, match=f"{NAMES[0]} was changed after it was applied"):
        migrate(client)
