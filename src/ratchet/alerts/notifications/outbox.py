"""The outbox: what is to be told to whom, kept until it is."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from ratchet.domain.channel import Channel
from ratchet.domain.firing import Transition, Turn
from ratchet.domain.notification import Notification, NotificationStatus
from ratchet.errors import NotFound
from ratchet.store.records import RecordStore
from ratchet.store.records.alert_states import read_untaken
from ratchet.store.records.channels import read_channels
from ratchet.store.records.notifications import (
    count_notifications,
    read_notification,
    revive,
    write_notifications,
)

TRIED_FOR = timedelta(hours=24)
WAITING_MAX = 1000
"""How much waits for one channel; what comes on top of it is dead at once, and can be tried again later."""


def take_transitions(records: RecordStore, project_id: str, now: datetime, *, waiting_max: int = WAITING_MAX) -> int:
    """Put what happened into the outbox, for every channel that is told of it, and say how much was taken.

    Both are one transaction: nothing is taken and not kept, and nothing kept twice. A channel is not told of what
    happened before it was made.
    """
    transitions = read_untaken(records, project_id)
    channels = read_channels(records, project_id)
    wanted = [
        to_notification(channel, transition, now)
        for transition in transitions
        for channel in channels
        if _is_told(channel, transition)
    ]
    counts = count_notifications(records, project_id)
    room = {channel.id: waiting_max - counts.get((channel.id, NotificationStatus.WAITING), 0) for channel in channels}
    bounded = _bound(wanted, room, now)
    write_notifications(records, project_id, bounded, taken=[one.id for one in transitions])
    return len(transitions)


def to_notification(channel: Channel, transition: Transition, now: datetime) -> Notification:
    """Something to tell a channel, under an id that is the same whoever makes it, and whenever."""
    said = "\0".join((channel.project_id, channel.id, transition.id))
    return Notification(
        project_id=channel.project_id,
        id=hashlib.sha256(said.encode()).hexdigest()[:32],
        channel_id=channel.id,
        turn=transition.turn,
        firing=transition.firing,
        created_at=transition.at,
        due_at=now,
        give_up_at=now + TRIED_FOR,
    )


def find_notification(records: RecordStore, project_id: str, notification_id: str) -> Notification:
    """A notification by its id; raises `NotFound` when there is none."""
    found = None if "\0" in notification_id else read_notification(records, project_id, notification_id)
    if found is None:
        raise NotFound(
            f"There is no notification {notification_id!r} in this project. GET /admin/alerts/notifications lists them."
        )
    return found


def retry(
    records: RecordStore, project_id: str, *, notification_id: str | None = None, channel_id: str | None = None
) -> int:
    """Let dead notifications wait again, one or all of a channel, and say how many there were."""
    now = datetime.now(UTC)
    return revive(
        records,
        project_id,
        notification_id=notification_id,
        channel_id=channel_id,
        now=now,
        give_up_at=now + TRIED_FOR,
    )


def _is_told(channel: Channel, transition: Transition) -> bool:
    firing, is_resolved = transition.firing, transition.turn is Turn.RESOLVED
    is_news = not transition.is_silenced and transition.at >= channel.created_at
    return is_news and channel.receives(firing.rule_id, firing.severity, is_resolved=is_resolved)


def _bound(wanted: Sequence[Notification], room: Mapping[str, int], now: datetime) -> list[Notification]:
    """What is wanted, with what there is no room for in its channel dead already."""
    taken: Counter[str] = Counter()
    bounded: list[Notification] = []
    for one in wanted:
        taken[one.channel_id] += 1
        bounded.append(one if taken[one.channel_id] <= room[one.channel_id] else _refuse(one, now))
    return bounded


def _refuse(notification: Notification, now: datetime) -> Notification:
    why = "Too many notifications wait for this channel already."
    return replace(notification, status=NotificationStatus.DEAD, last_error=why, finished_at=now)
