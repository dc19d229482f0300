"""Silences in the record store."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete, insert, select, update

from ratchet.domain.silence import Silence
from ratchet.store.records.client import RecordStore
from ratchet.store.records.tables import alert_silences


def write_silence(store: RecordStore, silence: Silence) -> None:
    """Store a new silence."""
    with store.write() as connection:
        connection.execute(insert(alert_silences).values(asdict(silence) | {"labels": dict(silence.labels)}))


def read_silences(store: RecordStore, project_id: str, *, ending_after: datetime) -> list[Silence]:
    """The silences of a project that have not ended, those that end last first."""
    query = select(alert_silences).where(alert_silences.c.project_id == project_id)
    query = query.where(alert_silences.c.ends_at > ending_after)
    with store.read() as connection:
        rows = connection.execute(query.order_by(alert_silences.c.ends_at.desc(), alert_silences.c.id)).mappings()
        return [Silence(**{str(name): value for name, value in row.items()}) for row in rows]


def end_silence(store: RecordStore, project_id: str, silence_id: str, *, at: datetime) -> bool:
    """Let a silence end; says whether there was one that had not."""
    here = (alert_silences.c.project_id == project_id) & (alert_silences.c.id == silence_id)
    with store.write() as connection:
        ending = update(alert_silences).where(here, alert_silences.c.ends_at > at).values(ends_at=at)
        return connection.execute(ending).rowcount > 0


def delete_silences(store: RecordStore, project_id: str, *, before: datetime) -> None:
    """Forget silences that ended long ago."""
    old = (alert_silences.c.project_id == project_id) & (alert_silences.c.ends_at < before)
    with store.write() as connection:
        connection.execute(delete(alert_silences).where(old))
