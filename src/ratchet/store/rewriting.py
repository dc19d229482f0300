"""Who reads stored rows in order to write them again is alone in it, of all replicas."""

from collections.abc import Generator
from contextlib import contextmanager

from ratchet.store.events import EventStore
from ratchet.store.records import RecordStore

_LOCK = "merge changes"


@contextmanager
def rewriting_spans(store: EventStore, records: RecordStore) -> Generator[None, None, None]:
    """Hold the spans still while they are read, merged and written."""
    with records.lock(_LOCK), store.writer("spans"):
        yield
