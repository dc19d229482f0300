"""Secrets that the server made for itself, shared by all replicas."""

from sqlalchemy import insert, select

from ratchet.store.records.client import RecordStore
from ratchet.store.records.tables import secrets


def read_secret(store: RecordStore, name: str) -> str | None:
    """The secret with this name, if it was made already."""
    with store.read() as connection:
        return connection.execute(select(secrets.c.value).where(secrets.c.name == name)).scalar_one_or_none()


def write_secret(store: RecordStore, name: str, value: str) -> None:
    """Store a new secret; raises `Conflict` when there is one with this name."""
    with store.write() as connection:
        connection.execute(insert(secrets).values(name=name, value=value))
