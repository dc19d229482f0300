"""Sign-ins of browsers, and the links that make one, in the record store."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete, insert, select, update

from ratchet.domain.sign_in import SignIn
from ratchet.store.records.client import RecordStore
from ratchet.store.records.tables import sign_in_links, sign_ins


def write_link(store: RecordStore, token_sha256: str, expires_at: datetime) -> None:
    """Store a link that signs in once."""
    with store.write() as connection:
        connection.execute(insert(sign_in_links).values(token_sha256=token_sha256, expires_at=expires_at))


def use_link(store: RecordStore, token_sha256: str, now: datetime) -> bool:
    """Use a link up, with those that are too old, and say whether it was good."""
    with store.write() as connection:
        connection.execute(delete(sign_in_links).where(sign_in_links.c.expires_at <= now))
        used = connection.execute(delete(sign_in_links).where(sign_in_links.c.token_sha256 == token_sha256))
        return used.rowcount == 1


def write_sign_in(store: RecordStore, sign_in: SignIn, now: datetime) -> None:
    """Store a sign-in, and forget those that have ended."""
    with store.write() as connection:
        connection.execute(delete(sign_ins).where(sign_ins.c.expires_at <= now))
        connection.execute(insert(sign_ins).values(asdict(sign_in)))


def read_sign_in(store: RecordStore, token_sha256: str) -> SignIn | None:
    """The sign-in, if there is one; it may have ended."""
    with store.read() as connection:
        found = connection.execute(select(sign_ins).where(sign_ins.c.token_sha256 == token_sha256))
        row = found.mappings().one_or_none()
    return SignIn(**row) if row else None


def change_sign_in_project(store: RecordStore, token_sha256: str, project_id: str) -> None:
    """Look at another project from now on."""
    with store.write() as connection:
        chosen = update(sign_ins).where(sign_ins.c.token_sha256 == token_sha256)
        connection.execute(chosen.values(project_id=project_id))


def delete_sign_in(store: RecordStore, token_sha256: str) -> None:
    """End a sign-in."""
    with store.write() as connection:
        connection.execute(delete(sign_ins).where(sign_ins.c.token_sha256 == token_sha256))
