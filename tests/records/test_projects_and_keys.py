from datetime import UTC, datetime, timedelta, timezone

import pytest

from ratchet.domain.project import Key, Project
from ratchet.errors import Conflict, NotFound
from ratchet.store.records import RecordStore, open_record_store
from ratchet.store.records.keys import By, change_secret, read_key, read_keys, recall_key, revoke_key, write_key
from ratchet.store.records.projects import read_project, read_projects, write_project

NOON = datetime(2026, 3, 4, 12, 0, 0, 123456, tzinfo=UTC)
SHOP = Project("shop", "Shop", NOON)
KEY = Key("pk-1", "a" * 64, "shop", "for CI", NOON)


def test_a_project_is_read_as_it_was_written(records: RecordStore) -> None:
    write_project(records, SHOP)
    assert read_project(records, "shop") == SHOP
    assert read_project(records, "other") is None


def test_times_come_back_in_utc_whatever_zone_they_were_given_in(records: RecordStore) -> None:
    tokyo = timezone(timedelta(hours=9))
    write_project(records, Project("shop", "Shop", NOON.astimezone(tokyo)))
    stored = read_project(records, "shop")
    assert stored is not None
    assert stored.created_at == NOON
    assert stored.created_at.tzinfo == UTC


def test_projects_are_listed_oldest_first(records: RecordStore) -> None:
    write_project(records, Project("b", "Younger", NOON + timedelta(days=1)))
    write_project(records, SHOP)
    assert [project.id for project in read_projects(records)] == ["shop", "b"]


def test_a_project_id_is_given_once(records: RecordStore) -> None:
    write_project(records, SHOP)
    with pytest.raises(Conflict):
        write_project(records, SHOP)


def test_a_key_is_found_by_either_half(records: RecordStore) -> None:
    write_project(records, SHOP)
    write_key(records, KEY)
    assert read_key(records, By.PUBLIC_KEY, "pk-1") == KEY
    assert read_key(records, By.SECRET, "a" * 64) == KEY
    assert read_key(records, By.PUBLIC_KEY, "a" * 64) is None


@pytest.mark.parametrize(
    "second",
    [
        Key("pk-1", "b" * 64, "shop", "", NOON),
        Key("pk-2", "a" * 64, "shop", "", NOON),
        Key("pk-2", "b" * 64, "no project", "", NOON),
    ],
    ids=["same public key", "same secret", "unknown project"],
)
def test_a_key_that_contradicts_what_is_stored_is_refused_without_showing_its_hash(
    records: RecordStore, second: Key
) -> None:
    write_project(records, SHOP)
    write_key(records, KEY)
    with pytest.raises(Conflict) as caught:
        write_key(records, second)
    assert second.secret_sha256 not in str(caught.value)
    assert read_keys(records) == [KEY]


def test_a_revoked_key_says_since_when(records: RecordStore) -> None:
    write_project(records, SHOP)
    write_key(records, KEY)
    read_key(records, By.PUBLIC_KEY, "pk-1")
    revoke_key(records, "pk-1", NOON + timedelta(hours=1))
    revoke_key(records, "pk-1", NOON + timedelta(hours=2))
    revoked = read_key(records, By.PUBLIC_KEY, "pk-1")
    assert revoked is not None
    assert revoked.revoked_at == NOON + timedelta(hours=1)


def test_revoking_a_key_that_is_not_there_says_so(records: RecordStore) -> None:
    with pytest.raises(NotFound, match=r"'pk-9'.*keys list"):
        revoke_key(records, "pk-9", NOON)


def test_a_key_that_was_read_a_moment_ago_is_recalled_until_it_changes(records: RecordStore) -> None:
    write_project(records, SHOP)
    write_key(records, KEY)
    assert recall_key(records, By.PUBLIC_KEY, "pk-1") is None
    read_key(records, By.PUBLIC_KEY, "pk-1")
    assert recall_key(records, By.PUBLIC_KEY, "pk-1") == KEY
    change_secret(records, "pk-1", "c" * 64)
    assert recall_key(records, By.PUBLIC_KEY, "pk-1") is None


def test_keys_outlive_the_process(records_url: str) -> None:
    first = open_record_store(records_url)
    write_project(first, SHOP)
    write_key(first, KEY)
    first.close()
    second = open_record_store(records_url)
    assert read_keys(second) == [KEY]
    second.close()
