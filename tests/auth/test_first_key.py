import logging
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ratchet.auth.first_key import ensure_first_key
from ratchet.auth.keys import create_key, ensure_project, hash_secret
from ratchet.errors import Conflict, Invalid
from ratchet.settings import Settings, read_settings
from ratchet.store.records import RecordStore
from ratchet.store.records.keys import read_keys, revoke_key
from ratchet.store.records.projects import read_projects


def settings(**given: Any) -> Settings:
    return read_settings(data_dir=Path("unused"), **given)


def pair(number: int = 1, **given: Any) -> Settings:
    return settings(public_key=f"pk-own-{number}", secret_key=f"sk-own-{number}", **given)


@pytest.fixture(autouse=True)
def _empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for half in ("RATCHET_PUBLIC", "RATCHET_SECRET", "LANGFUSE_INIT_PROJECT_PUBLIC", "LANGFUSE_INIT_PROJECT_SECRET"):
        monkeypatch.delenv(f"{half}_KEY", raising=False)


def test_the_first_start_makes_a_key_and_shows_its_secret_once(records: RecordStore) -> None:
    key = ensure_first_key(records, settings())
    assert key is not None
    assert key.public_key.startswith("pk-rt-")
    assert key.secret_key.startswith("sk-rt-")
    assert len(key.secret_key) >= 40
    assert [stored.secret_sha256 for stored in read_keys(records)] == [hash_secret(key.secret_key)]
    assert ensure_first_key(records, settings()) is None
    assert len(read_keys(records)) == 1


def test_the_project_is_called_what_the_settings_say_at_the_first_start(records: RecordStore) -> None:
    ensure_first_key(records, settings(project_id="shop", project_name="Shop"))
    ensure_first_key(records, settings(project_id="shop", project_name="Store"))
    assert [(project.id, project.name) for project in read_projects(records)] == [("shop", "Shop")]


def test_keys_that_are_all_revoked_are_not_replaced_behind_ones_back(records: RecordStore) -> None:
    key = ensure_first_key(records, settings())
    assert key is not None
    revoke_key(records, key.public_key, datetime.now(UTC))
    assert ensure_first_key(records, settings()) is None


def test_the_keys_of_the_environment_are_taken_and_not_shown(records: RecordStore) -> None:
    for _ in range(2):
        assert ensure_first_key(records, pair(project_id="shop")) is None
    assert [(k.public_key, k.secret_sha256, k.project_id) for k in read_keys(records)] == [
        ("pk-own-1", hash_secret("sk-own-1"), "shop")
    ]


def test_the_names_of_langfuse_are_honoured(records: RecordStore, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"ID": "shop", "NAME": "Shop", "PUBLIC_KEY": "pk-lf-1", "SECRET_KEY": "sk-lf-1"}.items():
        monkeypatch.setenv(f"LANGFUSE_INIT_PROJECT_{name}", value)
    assert ensure_first_key(records, settings()) is None
    assert [(key.public_key, key.project_id) for key in read_keys(records)] == [("pk-lf-1", "shop")]
    assert [project.name for project in read_projects(records)] == ["Shop"]


def test_another_pair_in_the_environment_is_added_to_the_keys(records: RecordStore) -> None:
    ensure_first_key(records, settings())
    ensure_first_key(records, pair(1))
    ensure_first_key(records, pair(2))
    assert [key.public_key for key in read_keys(records)][1:] == ["pk-own-1", "pk-own-2"]


def test_a_changed_secret_in_the_environment_replaces_the_stored_one(
    records: RecordStore, caplog: pytest.LogCaptureFixture
) -> None:
    ensure_first_key(records, settings(public_key="pk-own", secret_key="sk-old"))
    ensure_first_key(records, settings(public_key="pk-own", secret_key="sk-new"))
    assert [key.secret_sha256 for key in read_keys(records)] == [hash_secret("sk-new")]
    assert "secret of key pk-own" in caplog.text
    assert "sk-new" not in caplog.text


def test_a_revoked_key_stays_revoked_whatever_the_environment_says(
    records: RecordStore, caplog: pytest.LogCaptureFixture
) -> None:
    ensure_first_key(records, pair())
    revoke_key(records, "pk-own-1", datetime.now(UTC))
    with caplog.at_level(logging.WARNING):
        ensure_first_key(records, pair())
    assert read_keys(records)[0].revoked_at is not None
    assert "pk-own-1 of RATCHET_PUBLIC_KEY was revoked" in caplog.text


@pytest.mark.parametrize(
    ("given", "missing"),
    [({"public_key": "pk-own"}, "RATCHET_SECRET_KEY is not"), ({"secret_key": "sk-own"}, "RATCHET_PUBLIC_KEY is not")],
)
def test_half_a_pair_is_refused(records: RecordStore, given: dict[str, str], missing: str) -> None:
    with pytest.raises(Invalid, match=missing) as caught:
        ensure_first_key(records, settings(**given))
    assert "sk-own" not in caught.value.message
    assert read_keys(records) == []


@pytest.mark.parametrize(("public_key", "secret_key"), [("pk:own", "sk"), ("pk own\n", "sk"), ("pk", "schlüssel")])
def test_keys_that_no_client_could_send_are_refused(records: RecordStore, public_key: str, secret_key: str) -> None:
    with pytest.raises(Invalid, match="no client can send"):
        ensure_first_key(records, settings(public_key=public_key, secret_key=secret_key))


def test_a_key_of_another_project_is_refused(records: RecordStore) -> None:
    ensure_first_key(records, pair(project_id="shop"))
    with pytest.raises(Conflict, match="of project 'shop', not of 'bank'"):
        ensure_first_key(records, pair(project_id="bank"))


def test_a_secret_of_another_key_is_refused(records: RecordStore) -> None:
    ensure_first_key(records, settings(public_key="pk-one", secret_key="sk-own"))
    with pytest.raises(Conflict, match="belongs to key pk-one") as caught:
        ensure_first_key(records, settings(public_key="pk-two", secret_key="sk-own"))
    assert "sk-own" not in caught.value.message


def test_keys_are_never_alike(records: RecordStore) -> None:
    ensure_project(records, "shop", "Shop")
    made = [create_key(records, "shop") for _ in range(20)]
    assert len({key.secret_key for key in made} | {key.public_key for key in made}) == 40
