"""Keys in the record store."""

from dataclasses import asdict
from datetime import datetime
from enum import StrEnum

from sqlalchemy import insert, select, update

from ratchet.domain.project import Key
from ratchet.errors import NotFound
from ratchet.store.records.client import RecordStore
from ratchet.store.records.tables import keys


class By(StrEnum):
    """The column that a key is found by."""

    PUBLIC_KEY = "public_key"
    SECRET = "secret_sha256"  # noqa: S105 the name of a column


def write_key(store: RecordStore, key: Key) -> None:
    """Store a new key; raises `Conflict` when it is there already or its project is not."""
    with store.write() as connection:
        connection.execute(insert(keys).values(asdict(key)))


def recall_key(store: RecordStore, by: By, value: str) -> Key | None:
    """The key, if it was read within the last seconds; asks no database."""
    return store.recent_keys.recall((by, value))


def read_key(store: RecordStore, by: By, value: str) -> Key | None:
    """The key, if there is one; what another replica has changed since may be missing for a few seconds."""
    return store.recent_keys.read((by, value), lambda: _read_stored_key(store, by, value))


def read_keys(store: RecordStore) -> list[Key]:
    """All keys, oldest first, revoked ones among them."""
    with store.read() as connection:
        found = connection.execute(select(keys).order_by(keys.c.created_at, keys.c.public_key))
        return [Key(**row) for row in found.mappings()]


def change_secret(store: RecordStore, public_key: str, secret_sha256: str) -> None:
    """Give a key another secret; the old one stops working."""
    _update_key(store, public_key, secret_sha256=secret_sha256)


def revoke_key(store: RecordStore, public_key: str, at: datetime) -> None:
    """Take a key out of use, unless it is already; raises `NotFound` for an unknown one."""
    key = _read_stored_key(store, By.PUBLIC_KEY, public_key)
    if key is None:
        raise NotFound(f"There is no key {public_key!r}. `ratchet keys list` shows all of them.")
    if key.revoked_at is None:
        _update_key(store, public_key, revoked_at=at)


def _read_stored_key(store: RecordStore, by: By, value: str) -> Key | None:
    with store.read() as connection:
        found = connection.execute(select(keys).where(keys.c[by] == value))
        row = found.mappings().one_or_none()
    return Key(**row) if row else None


def _update_key(store: RecordStore, public_key: str, **values: object) -> None:
    with store.write() as connection:
        connection.execute(update(keys).where(keys.c.public_key == public_key).values(**values))
    store.recent_keys.forget()
