import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import Result

from ratchet.store.records import open_record_store
from ratchet.testing.server import Server

Run = Callable[..., Result]
pytestmark = pytest.mark.usefixtures("empty_events")


@pytest.fixture
def records_url(tmp_path: Path) -> str:
    """One kind of store is enough: tests/records holds both to the same."""
    return f"sqlite:///{tmp_path}/records.db"


def test_a_fresh_machine_is_fine_and_is_left_as_it_is(run: Run, environment: dict[str, str], tmp_path: Path) -> None:
    environment["RATCHET_DATA_DIR"] = f"{tmp_path}/new"
    environment.pop("RATCHET_EVENTS_URL")
    result = run("doctor")
    assert result.exit_code == 0
    assert "not there yet" in result.output
    assert result.output.count("is empty") == 2
    assert list(tmp_path.iterdir()) == []


def test_stores_that_are_up_to_date_are_called_so(run: Run) -> None:
    run("migrate")
    run("keys", "create")
    result = run("doctor")
    assert result.exit_code == 0
    assert result.output.count("its schema is up to date") == 2
    assert "keys: 1 active" in result.output


def test_every_setting_is_shown_with_where_it_comes_from_and_no_secret(run: Run, environment: dict[str, str]) -> None:
    environment["RATCHET_DEV"] = "1"
    environment["LANGFUSE_INIT_PROJECT_PUBLIC_KEY"] = "pk-own"
    environment["LANGFUSE_INIT_PROJECT_SECRET_KEY"] = "hunter2"
    environment["RATCHET_EVENTS_URL"] = "clickhouse://me:hunter2/@hunter2@127.0.0.1:1/db?password=hunter2"
    environment["RATCHET_RECORDS_URL"] = "postgresql://me:hunter2@127.0.0.1:1/db?password=hunter2"
    lines = [line.split() for line in run("doctor").output.splitlines()]
    assert ["RATCHET_DEV", "yes", "environment"] in lines
    assert ["RATCHET_PORT", "4318", "default"] in lines
    assert ["RATCHET_PUBLIC_KEY", "pk-own", "LANGFUSE_INIT_PROJECT_PUBLIC_KEY"] in lines
    assert "hunter2" not in str(lines)


def test_half_a_pair_of_keys_is_wrong(run: Run, environment: dict[str, str]) -> None:
    environment["RATCHET_PUBLIC_KEY"] = "pk-own"
    result = run("doctor")
    assert result.exit_code == 1
    assert "RATCHET_SECRET_KEY is not" in result.output


def test_a_setting_that_cannot_be_read_is_named(run: Run, environment: dict[str, str]) -> None:
    environment["RATCHET_PORT"] = "many"
    result = run("doctor")
    assert result.exit_code == 1
    assert "RATCHET_PORT is not usable" in result.output


def test_stores_that_do_not_answer_are_wrong(run: Run, environment: dict[str, str]) -> None:
    environment["RATCHET_EVENTS_URL"] = "clickhouse://127.0.0.1:1/db"
    environment["RATCHET_RECORDS_URL"] = "postgresql://127.0.0.1:1/db"
    result = run("doctor")
    assert result.exit_code == 1
    assert "✗ record store" in result.output
    assert "✗ event store" in result.output
    assert "2 of these are wrong" in result.output


def test_a_store_of_a_newer_version_is_wrong(run: Run, environment: dict[str, str]) -> None:
    store = open_record_store(environment["RATCHET_RECORDS_URL"])
    with store.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    store.close()
    result = run("doctor")
    assert result.exit_code == 1
    assert "a newer one has used it" in result.output


def test_a_data_directory_that_is_a_file_is_wrong(run: Run, environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "file").touch(mode=stat.S_IRUSR)
    environment["RATCHET_DATA_DIR"] = f"{tmp_path}/file"
    result = run("doctor")
    assert result.exit_code == 1
    assert "✗ data directory" in result.output


def test_keys_that_are_all_revoked_are_pointed_out(run: Run) -> None:
    public_key = run("keys", "create").output.partition("PUBLIC_KEY=")[2].split()[0]
    run("keys", "revoke", public_key)
    assert "all are revoked. `ratchet keys create`" in run("doctor").output


def test_a_server_that_was_named_and_does_not_answer_is_wrong(run: Run, environment: dict[str, str]) -> None:
    environment["RATCHET_URL"] = "http://127.0.0.1:1"
    result = run("doctor")
    assert result.exit_code == 1
    assert "none answers at http://127.0.0.1:1" in result.output


def test_something_else_where_the_server_should_be_is_wrong(run: Run, environment: dict[str, str]) -> None:
    environment["RATCHET_URL"] = (
        environment["RATCHET_EVENTS_URL"].replace("clickhouse://", "http://").rpartition("/")[0]
    )
    result = run("doctor")
    assert result.exit_code == 1
    assert "is no Ratchet" in result.output


def test_a_server_that_runs_is_found_to_hold_its_stores_and_to_take_its_keys(server: Server) -> None:
    shown = server.run("doctor")
    assert "event store: in use by process" in shown
    assert "Nothing is wrong." in shown


def test_a_server_says_which_project_the_keys_open(run: Run, environment: dict[str, str], server: Server) -> None:
    environment |= {"RATCHET_URL": server.url, "RATCHET_PUBLIC_KEY": server.public_key}
    environment["RATCHET_SECRET_KEY"] = server.secret_key
    assert f"{server.public_key} opens project default" in run("doctor").output
    environment["RATCHET_SECRET_KEY"] = "sk-wrong"
    result = run("doctor")
    assert result.exit_code == 1
    assert "does not belong to key" in result.output
