"""Notifying: what alerts have to tell is taken, kept and delivered, by one replica at a time."""

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import monotonic

from ratchet.alerts.notifications.delivering import Delivery
from ratchet.alerts.notifications.failing import watch_channel
from ratchet.alerts.notifications.lanes import Lanes
from ratchet.alerts.notifications.managed import ensure_managed
from ratchet.alerts.notifications.outbox import take_transitions
from ratchet.alerts.notifications.sending import open_sender
from ratchet.alerts.observed import Observed
from ratchet.errors import RatchetError
from ratchet.jobs.leases import Replica
from ratchet.jobs.newcomers import Newcomers
from ratchet.settings import Settings
from ratchet.store.events import EventStore
from ratchet.store.records import RecordStore
from ratchet.store.records.channels import read_ailing
from ratchet.store.records.notifications import delete_finished, read_due, read_projects_to_tell

log = logging.getLogger(__name__)

KEPT_FOR = timedelta(days=30)
_SWEPT_EVERY_S = 3600.0


class Notifying:
    """Tells channels what happened, as long as this replica is the one that does.

    A round only takes and hands on: what is sent is sent by lanes, and no channel holds up another, or the rounds.
    """

    def __init__(
        self,
        events: EventStore,
        records: RecordStore,
        replica: Replica,
        *,
        settings: Settings,
        secret: str,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._events = events
        self._records = records
        self._replica = replica
        self._clock = clock
        self._stopping = threading.Event()
        delivery = Delivery(records, open_sender(settings, secret), clock, self._leads)
        self._lanes = Lanes(delivery.deliver)
        self._newcomers = Newcomers(
            records, lambda project: ensure_managed(Observed(events, records, project), secret, settings)
        )
        self._swept_at = float("-inf")

    def look(self) -> None:
        """Take what happened, and begin to send what is due."""
        if not self._leads():
            return
        self._newcomers.look()
        for project_id in read_projects_to_tell(self._records):
            self._take(project_id)
        self._lanes.begin(read_due(self._records, self._clock()))
        self._watch()
        if monotonic() - self._swept_at >= _SWEPT_EVERY_S:
            delete_finished(self._records, before=self._clock() - KEPT_FOR)
            self._swept_at = monotonic()

    def close(self) -> None:
        """Begin nothing more, and wait a little for what is being sent."""
        self._stopping.set()
        self._lanes.close()

    def _leads(self) -> bool:
        return not self._stopping.is_set() and self._replica.leads("notifications")

    def _take(self, project_id: str) -> None:
        try:
            take_transitions(self._records, project_id, self._clock())
        except RatchetError as error:
            log.warning("What there is to tell of %s waits: %s", project_id, error.message)

    def _watch(self) -> None:
        for channel in read_ailing(self._records):
            observed = Observed(self._events, self._records, channel.project_id)
            try:
                watch_channel(observed, channel, self._clock())
            except RatchetError as error:
                log.warning("Channel %s could not be watched: %s", channel.name, error.message)
