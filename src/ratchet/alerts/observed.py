"""A project as alerts see it: what happens in it, and what people want to know of that."""

from typing import NamedTuple

from ratchet.store.events import EventStore
from ratchet.store.records import RecordStore


class Observed(NamedTuple):
    """A project with the stores that hold its traffic and its rules."""

    events: EventStore
    records: RecordStore
    project_id: str

    @property
    def lock(self) -> str:
        """The name of the lock that whoever moves the states of its rules holds, among all replicas."""
        return f"alerts {self.project_id}"
