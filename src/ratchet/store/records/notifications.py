"""What is to be told to channels: kept before it is sent, and marked after."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, func, insert, or_, select, update

from ratchet.domain.channel import Channel, Health
from ratchet.domain.firing import Turn
from ratchet.domain.notification import Notification, NotificationStatus
from ratchet.store.records.channels import write_health
from ratchet.store.records.client import RecordStore
from ratchet.store.records.firings import pack_firing, unpack_firing
from ratchet.store.records.tables import alert_channels, alert_notifications, alert_transitions

_HERE = alert_notifications.c
_IDS_AT_ONCE = 400


class Place(NamedTuple):
    """A channel for which something is due."""

    project_id: str
    channel_id: str


def write_notifications(
    store: RecordStore, project_id: str, notifications: Sequence[Notification], *, taken: Sequence[str] = ()
) -> None:
    """Keep what is to be told, and say that it was taken, both or neither; what is kept already stays as it is."""
    with store.write() as connection:
        _insert(connection, notifications)
        for first in range(0, len(taken), _IDS_AT_ONCE):
            ids = taken[first : first + _IDS_AT_ONCE]
            those = (alert_transitions.c.project_id == project_id) & alert_transitions.c.id.in_(ids)
            connection.execute(update(alert_transitions).where(those).values(is_taken=True))


def write_notifications_and_firing(
    store: RecordStore, channel: Channel, notifications: Sequence[Notification], firing_id: str
) -> None:
    """Keep what is to be told of a channel, and which alert is about it, both or neither."""
    here = (alert_channels.c.project_id == channel.project_id) & (alert_channels.c.id == channel.id)
    with store.write() as connection:
        _insert(connection, notifications)
        connection.execute(update(alert_channels).where(here).values(firing_id=firing_id))


def write_attempt(store: RecordStore, channel: Channel, notification: Notification, health: Health) -> None:
    """Say what came of sending something, and how the channel fares since."""
    row = {name: getattr(notification, name) for name in ("due_at", "status", "attempts", "last_error", "finished_at")}
    with store.write() as connection:
        here = _named(notification.project_id, notification.id)
        connection.execute(update(alert_notifications).where(*here).values(row))
        write_health(connection, channel, health)


def revive(
    store: RecordStore,
    project_id: str,
    *,
    notification_id: str | None = None,
    channel_id: str | None = None,
    now: datetime,
    give_up_at: datetime,
) -> int:
    """Let dead notifications wait again, one or all of a channel, and say how many there were."""
    again = {"status": NotificationStatus.WAITING, "due_at": now, "give_up_at": give_up_at, "finished_at": None}
    tests = [_HERE.project_id == project_id, _HERE.status == NotificationStatus.DEAD]
    if notification_id is not None:
        tests.append(_HERE.id == notification_id)
    if channel_id is not None:
        tests.append(_HERE.channel_id == channel_id)
    with store.write() as connection:
        return connection.execute(update(alert_notifications).where(*tests).values(again)).rowcount


def read_due(store: RecordStore, now: datetime) -> list[Place]:
    """The channels that something is due for and that are not resting, those that waited longest first."""
    of_its_channel = and_(_HERE.project_id == alert_channels.c.project_id, _HERE.channel_id == alert_channels.c.id)
    is_awake = or_(alert_channels.c.retry_at.is_(None), alert_channels.c.retry_at <= now)
    query = (
        select(_HERE.project_id, _HERE.channel_id)
        .join(alert_channels, of_its_channel)
        .where(_HERE.status == NotificationStatus.WAITING, _HERE.due_at <= now, alert_channels.c.enabled, is_awake)
        .group_by(_HERE.project_id, _HERE.channel_id)
        .order_by(func.min(_HERE.due_at))
    )
    with store.read() as connection:
        return [Place(*row) for row in connection.execute(query)]


def read_next(store: RecordStore, place: Place, now: datetime) -> Notification | None:
    """What is to be sent to a channel next; of one alert nothing overtakes what came before it."""
    before = alert_notifications.alias()
    is_held_up = exists().where(
        before.c.project_id == _HERE.project_id,
        before.c.channel_id == _HERE.channel_id,
        before.c.firing_id == _HERE.firing_id,
        before.c.status == NotificationStatus.WAITING,
        before.c.created_at < _HERE.created_at,
    )
    is_due = (_HERE.status == NotificationStatus.WAITING) & (_HERE.due_at <= now)
    is_its = (_HERE.project_id == place.project_id) & (_HERE.channel_id == place.channel_id)
    query = select(alert_notifications).where(is_its, is_due, ~is_held_up)
    with store.read() as connection:
        ordered = query.order_by(_HERE.due_at, _HERE.created_at, _HERE.id).limit(1)
        row = connection.execute(ordered).mappings().one_or_none()
    return _to_notification(row) if row else None


def read_notification(store: RecordStore, project_id: str, notification_id: str) -> Notification | None:
    """The notification of this id."""
    query = select(alert_notifications).where(*_named(project_id, notification_id))
    with store.read() as connection:
        row = connection.execute(query).mappings().one_or_none()
    return _to_notification(row) if row else None


def find_notifications(
    store: RecordStore,
    project_id: str,
    *,
    status: NotificationStatus | None = None,
    channel_id: str | None = None,
    limit: int,
) -> tuple[list[Notification], int]:
    """The notifications of a project, newest first, and how many there are in all."""
    tests = [_HERE.project_id == project_id]
    if status is not None:
        tests.append(_HERE.status == status)
    if channel_id is not None:
        tests.append(_HERE.channel_id == channel_id)
    query = select(alert_notifications).where(*tests).order_by(_HERE.created_at.desc(), _HERE.id).limit(limit)
    with store.read() as connection:
        found = [_to_notification(row) for row in connection.execute(query).mappings()]
        total = connection.execute(select(func.count()).select_from(alert_notifications).where(*tests)).scalar_one()
    return found, total


def count_notifications(store: RecordStore, project_id: str) -> Mapping[tuple[str, NotificationStatus], int]:
    """How many notifications each channel has of each status."""
    query = (
        select(_HERE.channel_id, _HERE.status, func.count())
        .where(_HERE.project_id == project_id)
        .group_by(_HERE.channel_id, _HERE.status)
    )
    with store.read() as connection:
        return {(channel, NotificationStatus(status)): count for channel, status, count in connection.execute(query)}


def delete_finished(store: RecordStore, *, before: datetime) -> None:
    """Forget what was delivered or given up a while ago."""
    with store.write() as connection:
        connection.execute(delete(alert_notifications).where(_HERE.finished_at < before))


def read_projects_to_tell(store: RecordStore) -> list[str]:
    """The projects in which something happened that nobody has taken yet."""
    query = select(alert_transitions.c.project_id).where(alert_transitions.c.is_taken.is_(False)).distinct()
    with store.read() as connection:
        return list(connection.execute(query).scalars())


def _insert(connection: Connection, notifications: Sequence[Notification]) -> None:
    for first in range(0, len(notifications), _IDS_AT_ONCE):
        some = notifications[first : first + _IDS_AT_ONCE]
        of_project = _HERE.project_id == some[0].project_id
        known = select(_HERE.id).where(of_project, _HERE.id.in_([one.id for one in some]))
        there = set(connection.execute(known).scalars())
        rows = [_to_row(one) for one in some if one.id not in there]
        if rows:
            connection.execute(insert(alert_notifications), rows)


def _named(project_id: str, notification_id: str) -> tuple[ColumnElement[bool], ...]:
    return _HERE.project_id == project_id, _HERE.id == notification_id


def _to_row(notification: Notification) -> dict[str, Any]:
    row = asdict(notification)
    return row | {"firing": pack_firing(notification.firing), "firing_id": notification.firing.id}


def _to_notification(row: Mapping[Any, Any]) -> Notification:
    said: dict[str, Any] = {name: value for name, value in row.items() if name != "firing_id"}
    said |= {"turn": Turn(row["turn"]), "status": NotificationStatus(row["status"])}
    said["firing"] = unpack_firing(row["firing"])
    return Notification(**said)
