"""Monitoring: rules are looked at again and again, by one replica at a time, whatever happens to it."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from ratchet.alerts.builtin import ensure_builtins
from ratchet.alerts.checking import check_rules
from ratchet.alerts.observed import Observed
from ratchet.domain.alert import Monitoring
from ratchet.errors import RatchetError
from ratchet.jobs.leases import Replica
from ratchet.store.events import EventStore
from ratchet.store.records import RecordStore
from ratchet.store.records.alert_rules import read_monitoring, write_monitoring
from ratchet.store.records.projects import read_projects

log = logging.getLogger(__name__)


class Alerting:
    """Looks at the rules of every project when that is due, as long as this replica is the one that does."""

    def __init__(
        self,
        events: EventStore,
        records: RecordStore,
        replica: Replica,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._events = events
        self._records = records
        self._replica = replica
        self._clock = clock
        self._equipped: set[str] = set()

    def look(self) -> None:
        """Check whatever is due; a project that fails keeps no other from being checked."""
        if not self._replica.leads("alerts"):
            return
        for project in read_projects(self._records):
            if not self._replica.leads("alerts"):
                return
            try:
                self._look_at(Observed(self._events, self._records, project.id))
            except RatchetError as error:
                log.warning("The alert rules of %s could not be checked: %s", project.id, error.message)

    def _look_at(self, observed: Observed) -> None:
        if observed.project_id not in self._equipped:
            ensure_builtins(observed)
            self._equipped.add(observed.project_id)
        now = self._clock()
        if is_due(read_monitoring(self._records, observed.project_id), now):
            check(observed, now)


def check(observed: Observed, now: datetime) -> None:
    """Check a project's rules, and say when; after a failure the next look is due as if it had gone well."""
    try:
        check_rules(observed, now)
    finally:
        write_monitoring(observed.records, observed.project_id, checked_at=now)


def is_due(monitoring: Monitoring, now: datetime) -> bool:
    """Whether it is time for the next check; a clock that was set back does not put it off."""
    last = monitoring.checked_at
    return monitoring.is_on and (last is None or abs(now - last) >= timedelta(seconds=monitoring.interval_s))
