"""The record store: projects, keys and whatever else people configure, in SQLite or Postgres.

In a file (`sqlite:////directory/records.db`) or on a server (`postgresql://user:password@host/database`): one URL
apart.
"""

from ratchet.store.records.client import RecordStore
from ratchet.store.records.connect import open_record_store

__all__ = ["RecordStore", "open_record_store"]
