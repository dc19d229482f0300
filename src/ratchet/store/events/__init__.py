"""The event store: spans, scores and whatever else grows with traffic, in ClickHouse's dialect.

Embedded (`chdb:///directory`) or on a server (`clickhouse://user:password@host:8123/database`): one URL apart.
"""

from ratchet.store.events.client import EventStore
from ratchet.store.events.connect import open_event_store

__all__ = ["EventStore", "open_event_store"]
