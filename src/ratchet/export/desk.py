"""What exporting works with."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ratchet.store.events import EventStore
from ratchet.store.records import RecordStore


class Interrupted(Exception):
    """The server ends; the export begins anew at the next start."""


class Cancelled(Exception):
    """Somebody asked that the export be given up."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The stores, and the directory that every file is in; `stopping` is set when the server ends."""

    events: EventStore
    records: RecordStore
    root: Path
    stopping: threading.Event


Advance = Callable[[int], None]
"""Told how many items are written; raises `Cancelled` or `Interrupted` when no more shall be."""
