"""What the server has open while it runs."""

from dataclasses import dataclass

from ratchet.domain.change import Change
from ratchet.ingest.batch import open_changes
from ratchet.settings import Settings
from ratchet.store.blobs import BlobStore, open_blob_store
from ratchet.store.events import EventStore, open_event_store
from ratchet.store.events.commit import GroupCommit
from ratchet.store.events.writers import Writers, open_writers
from ratchet.store.records import RecordStore, open_record_store


@dataclass(frozen=True, slots=True)
class Stores:
    """The stores, and the queues in front of the events."""

    events: EventStore
    records: RecordStore
    blobs: BlobStore
    writers: Writers
    changes: GroupCommit[Change]

    def close(self) -> None:
        """Write what is queued, then let go of everything."""
        self.changes.close()
        self.writers.close()
        self.events.close()
        self.records.close()


def open_stores(settings: Settings) -> Stores:
    """Open what the settings name; raises `Conflict` or `Unavailable` with nothing left open."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    blobs = open_blob_store(settings.media_url)
    records = open_record_store(settings.records_url)
    try:
        events = open_event_store(settings.events_url)
    except BaseException:
        records.close()
        raise
    limit = settings.pending_size_bytes_max
    writers = open_writers(events, pending_size_bytes_max=limit)
    changes = open_changes(events, records, pending_size_bytes_max=limit)
    return Stores(events, records, blobs, writers, changes)
