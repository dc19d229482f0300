"""Where copies go."""

from dataclasses import dataclass

from ratchet.store.events import EventStore
from ratchet.store.events.writers import Writers
from ratchet.store.records import RecordStore


@dataclass(frozen=True, slots=True)
class Place:
    """A project, and the stores that keep it."""

    project_id: str
    events: EventStore
    records: RecordStore
    writers: Writers
