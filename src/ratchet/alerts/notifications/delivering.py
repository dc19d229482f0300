"""Delivering what waits for one channel, one after the other, until there is no more or the channel must rest."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from ratchet.alerts.notifications.answer import Answer
from ratchet.alerts.notifications.message import to_message
from ratchet.alerts.notifications.sending import Sender
from ratchet.alerts.notifications.waiting import to_pause
from ratchet.domain.channel import Channel, Health
from ratchet.domain.notification import Notification, NotificationStatus
from ratchet.store.records import RecordStore
from ratchet.store.records.channels import read_channel
from ratchet.store.records.notifications import Place, read_next, write_attempt

# Then others have their turn.
_IN_A_ROW_MAX = 20


class Delivery:
    """Sends what waits; what came of it is stored before the next is sent.

    A process that ends in between sends again what was not stored as delivered, under the same id.
    """

    def __init__(
        self, records: RecordStore, sender: Sender, clock: Callable[[], datetime], is_wanted: Callable[[], bool]
    ) -> None:
        self._records = records
        self._sender = sender
        self._clock = clock
        self._is_wanted = is_wanted

    def deliver(self, place: Place) -> None:
        """Send what is due to a channel."""
        for _ in range(_IN_A_ROW_MAX):
            channel = read_channel(self._records, *place)
            if channel is None or not is_awake(channel, self._clock()) or not self._is_wanted():
                return
            notification = read_next(self._records, place, self._clock())
            if notification is None:
                return
            answer = self._sender.send(channel, to_message(notification, self._sender.dashboard_url))
            now = self._clock()
            health = fare(channel.health, answer, now)
            write_attempt(self._records, channel, conclude(notification, answer, now), health)


def is_awake(channel: Channel, now: datetime) -> bool:
    """Whether a channel may be sent to now."""
    return channel.enabled and (channel.health.retry_at is None or channel.health.retry_at <= now)


def fare(health: Health, answer: Answer, now: datetime) -> Health:
    """How a channel fares after an answer: one that fails rests longer each time, and one that is busy as it says."""
    if answer.is_delivered:
        return replace(health, failures=0, failing_since=None, retry_at=None, last_delivered_at=now)
    failures = health.failures + 1
    pause = to_pause(failures)
    if answer.retry_after_s is not None:
        pause = max(pause, timedelta(seconds=answer.retry_after_s))
    rested = replace(health, failures=failures, retry_at=now + pause, last_error=answer.detail)
    return rested if answer.is_busy else replace(rested, failing_since=health.failing_since or now)


def conclude(notification: Notification, answer: Answer, now: datetime) -> Notification:
    """A notification after an answer: delivered, to be sent again, or given up."""
    tried = replace(notification, attempts=notification.attempts + 1)
    if answer.is_delivered:
        return replace(tried, status=NotificationStatus.DELIVERED, finished_at=now)
    tried = replace(tried, last_error=answer.detail)
    if answer.is_final or now >= notification.give_up_at:
        return replace(tried, status=NotificationStatus.DEAD, finished_at=now)
    return replace(tried, due_at=now + to_pause(tried.attempts))
