"""Projects that are new to a replica, each equipped once with what every project begins with."""

import logging
from collections.abc import Callable
from time import monotonic

from ratchet.store.records import RecordStore
from ratchet.store.records.projects import read_projects

log = logging.getLogger(__name__)

_LOOK_EVERY_S = 5.0


class Newcomers:
    """Calls `equip` with the id of every project, as soon as it is there."""

    def __init__(self, records: RecordStore, equip: Callable[[str], object]) -> None:
        self._records = records
        self._equip = equip
        self._known: set[str] = set()
        self._asked_at = float("-inf")

    def look(self) -> None:
        """Equip whoever has come; asked more often than every five seconds, it does nothing."""
        if monotonic() - self._asked_at < _LOOK_EVERY_S:
            return
        for project in read_projects(self._records):
            if project.id not in self._known:
                self._try(project.id)
        self._asked_at = monotonic()

    def _try(self, project_id: str) -> None:
        """Equip one; a project that cannot be equipped holds up no other, and is tried again by the next look."""
        try:
            self._equip(project_id)
        except Exception:
            log.exception("Project %s could not be equipped", project_id)
        else:
            self._known.add(project_id)
