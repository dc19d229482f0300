"""A message: what a channel is told, before it is put in the words of a service."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import quote

from ratchet.domain.alert import AlertRuleType, AlertSeverity
from ratchet.domain.firing import Firing, Turn
from ratchet.domain.notification import Notification

_TRACES_MAX = 5


class MessageType(StrEnum):
    """What a message tells."""

    FIRED = "alert.fired"
    STILL_FIRING = "alert.still_firing"
    RESOLVED = "alert.resolved"
    TEST = "test"


_TYPES = {
    Turn.FIRED: MessageType.FIRED,
    Turn.STILL_FIRING: MessageType.STILL_FIRING,
    Turn.RESOLVED: MessageType.RESOLVED,
}
_TITLES = {
    MessageType.FIRED: "Firing",
    MessageType.STILL_FIRING: "Still firing",
    MessageType.RESOLVED: "Resolved",
    MessageType.TEST: "Test",
}


class Link(NamedTuple):
    """An address, and what it leads to."""

    text: str
    href: str


class Message(NamedTuple):
    """What a channel is told; a message that is sent again has the id that it had. `dashboard` is an address."""

    id: str
    type: MessageType
    at: datetime
    attempt: int
    firing: Firing
    dashboard: str

    @property
    def title(self) -> str:
        """What it is about, in a few words."""
        groups = ", ".join(value or "none" for value in self.firing.labels.values())
        return f"{_TITLES[self.type]}: {self.firing.rule_name}" + (f" ({groups})" if groups else "")

    @property
    def text(self) -> str:
        """What there is to say, in a sentence."""
        if self.type is MessageType.RESOLVED and self.firing.resolution:
            return f"{self.firing.message.rstrip('.')}. Resolved: {self.firing.resolution}."
        return self.firing.message

    @property
    def url(self) -> str:
        """The page of the alert; of a test, that of all alerts."""
        page = f"{self.dashboard}/alerts"
        return page if self.type is MessageType.TEST else f"{page}/firings/{quote(self.firing.id, safe='')}"

    @property
    def traces(self) -> Sequence[Link]:
        """The pages of its worst traces."""
        return [
            Link(trace_id, f"{self.dashboard}/traces/{quote(trace_id, safe='')}")
            for trace_id in self.firing.worst_trace_ids[:_TRACES_MAX]
        ]


def to_message(notification: Notification, dashboard: str) -> Message:
    """A notification as its channel is told it now."""
    return Message(
        id=notification.id,
        type=_TYPES[notification.turn],
        at=notification.created_at,
        attempt=notification.attempts + 1,
        firing=notification.firing,
        dashboard=dashboard,
    )


def to_test(project_id: str, channel_name: str, test_id: str, now: datetime, dashboard: str) -> Message:
    """A message that says that a channel works."""
    firing = Firing(
        project_id=project_id,
        id=f"test-{test_id}",
        rule_id="test",
        rule_name=channel_name,
        rule_type=AlertRuleType.ERROR_RATE,
        severity=AlertSeverity.INFO,
        labels={},
        message="Somebody tried this channel. It works, and nothing is wrong.",
        value=None,
        samples=0,
        threshold=0.0,
        window_minutes=0,
        fired_at=now,
    )
    return Message(test_id, MessageType.TEST, now, 1, firing, dashboard)
