"""Channels in the record store; their addresses and keys are sealed before they come here."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from sqlalchemy import Connection, delete, insert, or_, select, update

from ratchet.domain.alert import AlertSeverity
from ratchet.domain.channel import Channel, ChannelKind, Health
from ratchet.store.records.client import RecordStore
from ratchet.store.records.tables import alert_channels

_HEALTH = tuple(field.name for field in fields(Health))


def insert_channel(store: RecordStore, channel: Channel) -> None:
    """Store a new channel; raises `Conflict` when its name or id is taken."""
    with store.write() as connection:
        connection.execute(insert(alert_channels).values(_to_row(channel)))


def update_channel(store: RecordStore, channel: Channel) -> bool:
    """Change what people say of a channel, and let it rest no longer; says whether there is one.

    One that is switched off has not failed when it is switched on again. Raises `Conflict` when its name is taken.
    """
    row = {name: value for name, value in _to_row(channel).items() if name not in _HEALTH} | {"retry_at": None}
    if not channel.enabled:
        row |= {"failing_since": None, "failures": 0}
    with store.write() as connection:
        changing = update(alert_channels).where(*_named(channel.project_id, channel.id)).values(row)
        return connection.execute(changing).rowcount > 0


def write_health(connection: Connection, channel: Channel, health: Health) -> None:
    """Say how a channel fares, as part of a transaction; the rest of it may be changed meanwhile."""
    here = _named(channel.project_id, channel.id)
    row = {name: value for name, value in asdict(health).items() if name != "firing_id"}
    connection.execute(update(alert_channels).where(*here).values(row))


def read_channel(store: RecordStore, project_id: str, channel_id: str) -> Channel | None:
    """The channel of this id."""
    query = select(alert_channels).where(*_named(project_id, channel_id))
    with store.read() as connection:
        row = connection.execute(query).mappings().one_or_none()
    return _to_channel(row) if row else None


def read_channels(store: RecordStore, project_id: str) -> list[Channel]:
    """The channels of a project by their names."""
    query = select(alert_channels).where(alert_channels.c.project_id == project_id).order_by(alert_channels.c.name)
    with store.read() as connection:
        return [_to_channel(row) for row in connection.execute(query).mappings()]


def read_ailing(store: RecordStore) -> list[Channel]:
    """The channels of all projects that fail, or of which an alert says so."""
    query = select(alert_channels).where(
        or_(alert_channels.c.failing_since.is_not(None), alert_channels.c.firing_id != "")
    )
    with store.read() as connection:
        return [_to_channel(row) for row in connection.execute(query).mappings()]


def write_health_alone(store: RecordStore, channel: Channel, health: Health) -> None:
    """Say how a channel fares."""
    with store.write() as connection:
        write_health(connection, channel, health)


def delete_channel(store: RecordStore, project_id: str, channel_id: str) -> bool:
    """Forget a channel, and what was to be sent to it; says whether there was one."""
    with store.write() as connection:
        return connection.execute(delete(alert_channels).where(*_named(project_id, channel_id))).rowcount > 0


def _named(project_id: str, channel_id: str) -> tuple[Any, Any]:
    return alert_channels.c.project_id == project_id, alert_channels.c.id == channel_id


def _to_row(channel: Channel) -> dict[str, Any]:
    row = asdict(channel)
    return row | row.pop("health")


def _to_channel(row: Mapping[Any, Any]) -> Channel:
    said: dict[str, Any] = {name: value for name, value in row.items() if name not in _HEALTH}
    said["kind"] = ChannelKind(said["kind"])
    said["severities"] = tuple(AlertSeverity(severity) for severity in said["severities"])
    said["rule_ids"] = tuple(said["rule_ids"])
    return Channel(**said, health=Health(**{name: row[name] for name in _HEALTH}))
