"""Leases: who among replicas is at what, for as long as they say so."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, insert, select, update

from ratchet.errors import Conflict
from ratchet.store.records.client import RecordStore
from ratchet.store.records.tables import leases


def take_lease(store: RecordStore, name: str, holder: str, *, for_s: float) -> bool:
    """Be the one who holds a lease, or go on being it; False while another holds it."""
    now = datetime.now(UTC)
    mine = {"holder": holder, "expires_at": now + timedelta(seconds=for_s)}
    free = (leases.c.name == name) & ((leases.c.holder == holder) | (leases.c.expires_at <= now))
    try:
        with store.write() as connection:
            if connection.execute(update(leases).where(free).values(mine)).rowcount:
                return True
            if connection.execute(select(leases.c.name).where(leases.c.name == name)).one_or_none():
                return False
            connection.execute(insert(leases).values(name=name, **mine))
    except Conflict:  # another was first
        return False
    return True


def read_expired(store: RecordStore, prefix: str) -> list[str]:
    """The names of leases with a prefix that nobody holds any more."""
    query = select(leases.c.name).where(leases.c.name.startswith(prefix), leases.c.expires_at <= datetime.now(UTC))
    with store.read() as connection:
        return [name for (name,) in connection.execute(query)]


def drop_lease(store: RecordStore, name: str) -> None:
    """Forget a lease, whoever held it."""
    with store.write() as connection:
        connection.execute(delete(leases).where(leases.c.name == name))


def end_leases(store: RecordStore, holder: str) -> None:
    """Let others have all that somebody holds, at once."""
    with store.write() as connection:
        connection.execute(update(leases).where(leases.c.holder == holder).values(expires_at=datetime.now(UTC)))
