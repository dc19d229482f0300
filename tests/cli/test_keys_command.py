import re
from collections.abc import Callable

import pytest
from typer.testing import Result

from ratchet.auth.keys import hash_secret
from ratchet.store.records import RecordStore
from ratchet.store.records.keys import read_keys
from ratchet.store.records.projects import read_project

Run = Callable[..., Result]


def shown_key(output: str) -> tuple[str, str]:
    public, secret = re.findall(r"LANGFUSE_(?:PUBLIC|SECRET)_KEY=(\S+)", output)
    return public, secret


def test_a_key_is_made_where_no_server_has_ever_run(run: Run, records: RecordStore) -> None:
    result = run("keys", "create", "--note", "for [CI]")
    public_key, secret_key = shown_key(result.output)
    [key] = read_keys(records)
    assert result.exit_code == 0
    assert (key.public_key, key.secret_sha256) == (public_key, hash_secret(secret_key))
    assert (key.project_id, key.note) == ("default", "for [CI]")


def test_a_key_for_a_new_project_makes_the_project(run: Run, records: RecordStore) -> None:
    assert "new project shop" in run("keys", "create", "--project", "shop").output
    assert "for project shop" in run("keys", "create", "--project", "shop").output
    assert read_project(records, "shop") is not None
    assert {key.project_id for key in read_keys(records)} == {"shop"}


def test_the_list_shows_keys_and_never_secrets(run: Run) -> None:
    public_key, secret_key = shown_key(run("keys", "create", "--note", "for [CI]").output)
    listed = run("keys", "list").output
    assert public_key in listed
    assert "for [CI]" in listed
    assert "active" in listed
    assert secret_key not in listed
    assert hash_secret(secret_key) not in listed


def test_a_revoked_key_is_listed_as_such(run: Run, records: RecordStore) -> None:
    public_key, _ = shown_key(run("keys", "create").output)
    assert f"{public_key} is revoked" in run("keys", "revoke", public_key).output
    assert "revoked" in run("keys", "list").output
    assert read_keys(records)[0].revoked_at is not None


def test_an_empty_list_says_how_to_make_a_key(run: Run) -> None:
    assert "ratchet keys create" in run("keys", "list").output


def test_revoking_an_unknown_key_fails_and_says_where_to_look(run: Run) -> None:
    result = run("keys", "revoke", "pk-nobody")
    assert result.exit_code == 1
    assert "'pk-nobody'" in result.output
    assert "ratchet keys list" in result.output


@pytest.mark.parametrize("url", ["mysql://u:hunter2@host/db", "postgresql://u:hunter2@127.0.0.1:1/db"])
def test_a_store_that_cannot_be_used_is_explained(run: Run, environment: dict[str, str], url: str) -> None:
    environment["RATCHET_RECORDS_URL"] = url
    result = run("keys", "list")
    assert result.exit_code == 1
    assert "RATCHET_RECORDS_URL" in result.output
    assert "hunter2" not in result.output
    assert "Traceback" not in result.output
