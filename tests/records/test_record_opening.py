import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from ratchet.errors import Conflict, Invalid, Unavailable
from ratchet.store.records import RecordStore, open_record_store
from ratchet.store.records.migrate import FOLDER
from ratchet.store.records.tables import metadata

CUT_OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()
"""


def test_the_migrations_make_what_the_tables_say(records: RecordStore) -> None:
    with records.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_only_the_first_opening_migrates(records_url: str) -> None:
    first, second = open_record_store(records_url), open_record_store(records_url)
    first.close()
    second.close()
    assert first.migrated[0] == "0001_projects_and_keys"
    assert second.migrated == []


def test_replicas_that_start_together_migrate_once(records_url: str) -> None:
    start = threading.Barrier(8)

    def open_as_a_replica(_: int) -> RecordStore:
        start.wait()
        return open_record_store(records_url)

    with ThreadPoolExecutor(8) as pool:
        stores = list(pool.map(open_as_a_replica, range(8)))
    for store in stores:
        store.close()
    assert sorted(bool(store.migrated) for store in stores) == [False] * 7 + [True]


def test_a_store_that_a_newer_version_has_migrated_is_refused(records_url: str) -> None:
    store = open_record_store(records_url)
    with store.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    store.close()
    with pytest.raises(Conflict, match=r"migration 9999.*newer"):
        open_record_store(records_url)


def test_a_migration_that_fails_leaves_nothing_behind(records_url: str) -> None:
    store = open_record_store(records_url)
    with store.write() as connection:
        connection.execute(text("DROP TABLE projects CASCADE" if "postgres" in records_url else "DROP TABLE projects"))
        connection.execute(text("DELETE FROM alembic_version"))
    store.close()
    with pytest.raises(Unavailable, match=r"keys.*already exists"):  # the first table was made, the second is there
        open_record_store(records_url)
    with pytest.raises(Unavailable, match=r"keys.*already exists"):
        open_record_store(records_url)


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_postgres_goes_by_the_names_that_people_give_it(create_database: Callable[[], str], scheme: str) -> None:
    store = open_record_store(create_database().replace("postgresql", scheme))
    store.ping()
    store.close()


def test_the_directory_of_the_file_is_made(tmp_path: Path) -> None:
    store = open_record_store(f"sqlite:///{tmp_path}/a/b/records.db")
    store.close()
    assert (tmp_path / "a/b/records.db").exists()


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("mysql://user:hunter2@host/db", "starts with 'mysql'"),
        ("postgresql+asyncpg://user:hunter2@host/db", "starts with 'postgresql\\+asyncpg'"),
        ("postgresql://user@host:hunter2/db", "percent-encode"),
        ("postgresql://user:p@hunter2@host/db", "percent-encode"),
        ("hunter2", "is no URL"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
    ],
)
def test_a_url_that_cannot_be_used_is_explained_without_its_password(url: str, message: str) -> None:
    with pytest.raises(Invalid, match=message) as caught:
        open_record_store(url)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("secret", [":hunter2@127.0.0.1:1/db", "@127.0.0.1:1/db?password=hunter2"])
def test_a_server_that_does_not_answer_is_named_without_its_password(secret: str) -> None:
    with pytest.raises(Unavailable, match=r"127.0.0.1") as caught:
        open_record_store(f"postgresql://user{secret}")
    assert "hunter2" not in str(caught.value)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "records.db").write_text("these are notes, and no database" * 100)
    with pytest.raises(Unavailable, match=r"records.db.*not a database"):
        open_record_store(f"sqlite:///{tmp_path}/records.db")


def test_a_directory_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Unavailable, match=f"{tmp_path}/file"):
        open_record_store(f"sqlite:///{tmp_path}/file/records.db")


def test_a_connection_that_the_server_has_cut_is_replaced(create_database: Callable[[], str]) -> None:
    url = create_database()
    store, other = open_record_store(url), open_record_store(url)
    store.ping()
    with other.write() as connection:
        connection.execute(text(CUT_OTHERS))
    store.ping()
    store.close()
    other.close()


def test_the_file_is_in_wal_mode_and_checks_foreign_keys(tmp_path: Path) -> None:
    store = open_record_store(f"sqlite:///{tmp_path}/records.db")
    with store.read() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
        assert connection.execute(text("PRAGMA busy_timeout")).scalar() == 10_000
    store.close()


def test_a_reader_does_not_wait_for_a_writer(records: RecordStore) -> None:
    with records.write() as connection:
        connection.execute(text("DELETE FROM keys"))
        records.ping()


def test_migrations_are_named_by_their_revisions() -> None:
    scripts = list(ScriptDirectory(FOLDER).walk_revisions())
    assert scripts
    assert all(Path(script.path).name.startswith(f"{script.revision}_") for script in scripts)
    assert [script.revision for script in scripts] == sorted((s.revision for s in scripts), reverse=True)
