"""Channels and notifications as /admin/alerts takes and shows them; addresses and keys go in and never come out."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints

from ratchet.alerts.history_schemas import FiringOut
from ratchet.alerts.notifications.answer import Answer
from ratchet.alerts.schemas import AlertIn, RuleId, RuleName
from ratchet.domain.alert import AlertSeverity
from ratchet.domain.channel import Channel, ChannelKind
from ratchet.domain.firing import Turn
from ratchet.domain.notification import Notification, NotificationStatus
from ratchet.http.fields import Text

Address = Annotated[SecretStr, Field(min_length=1, max_length=2000)]
RoutingKey = Annotated[SecretStr, Field(min_length=1, max_length=200)]
SigningSecret = Annotated[SecretStr, Field(min_length=16, max_length=200)]
Severities = Annotated[list[AlertSeverity], Field(max_length=len(AlertSeverity))]
RuleIds = Annotated[list[RuleId], Field(max_length=1000)]


class ChannelHealth(StrEnum):
    """How a channel fares."""

    UNTRIED = "untried"
    HEALTHY = "healthy"
    FAILING = "failing"


class ChannelNew(AlertIn):
    """A channel to be made. Left out, `severities` and `rule_ids` stand for all of them."""

    name: RuleName
    kind: ChannelKind
    url: Address | None = Field(
        None, description="Of `webhook`, `slack` (the incoming webhook) and `apprise` (discord://…); kept encrypted"
    )
    routing_key: RoutingKey | None = Field(
        None, description="Of `pagerduty`: the integration key of Events API v2, 32 letters and digits; kept encrypted"
    )
    secret: SigningSecret | None = Field(
        None, description="Of `webhook`: what messages are signed with; made, and shown once, where it is left out"
    )
    severities: Severities = []
    rule_ids: RuleIds = []
    send_resolved: bool = Field(True, description="Tell it also that an alert is over")
    allow_private_addresses: bool = Field(False, description="Whether it may be on this machine or in its network")
    enabled: bool = True


class ChannelChange(AlertIn):
    """What is to be changed of a channel; what is left out, or `null`, stays."""

    name: RuleName | None = None
    url: Address | None = None
    routing_key: RoutingKey | None = None
    secret: SigningSecret | None = None
    severities: Severities | None = None
    rule_ids: RuleIds | None = None
    send_resolved: bool | None = None
    allow_private_addresses: bool | None = None
    enabled: bool | None = None


class ChannelOut(BaseModel):
    """A channel as it may be seen, and how it fares: `address` is what may be seen of where it is."""

    id: str
    name: str
    kind: ChannelKind
    address: str
    signed: bool = Field(description="Whether its messages are signed")
    severities: list[AlertSeverity]
    rule_ids: list[str]
    send_resolved: bool
    allow_private_addresses: bool
    enabled: bool
    managed: bool = Field(description="Whether it follows the setting ALERT_WEBHOOK_URL")
    health: ChannelHealth
    failing_since: datetime | None
    retry_at: datetime | None = Field(description="When it is tried again")
    last_error: str
    last_delivered_at: datetime | None
    firing_id: str = Field(description="The alert about this channel, while it is failing; else empty")
    waiting: int = Field(description="Notifications that are to be sent")
    dead: int = Field(description="Notifications that were given up")
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, channel: Channel, counts: Mapping[tuple[str, NotificationStatus], int]) -> "ChannelOut":
        """A channel as it leaves."""
        return cls(**_to_fields(channel, counts))


class ChannelMadeOut(ChannelOut):
    """A channel that was just made."""

    secret: str | None = Field(None, description="What its messages are signed with, if that was made; shown only now")

    @classmethod
    def made(cls, channel: Channel, secret: str | None) -> "ChannelMadeOut":
        """A new channel as it leaves."""
        return cls(**_to_fields(channel, {}), secret=secret)


class ChannelsOut(BaseModel):
    """The channels of a project by their names."""

    channels: list[ChannelOut]


class ChannelGoneOut(BaseModel):
    """A channel that was deleted, with what was to be sent to it."""

    id: str
    name: str


class ChannelTestedOut(BaseModel):
    """What a channel's service said to a test."""

    ok: bool
    status: int | None = Field(description="The HTTP status, where there was one")
    detail: str = Field(description="What the service said, or why it was not reached")
    latency_ms: float

    @classmethod
    def of(cls, answer: Answer, latency_ms: float) -> "ChannelTestedOut":
        """An answer as it leaves."""
        return cls(ok=answer.is_delivered, status=answer.status, detail=answer.detail, latency_ms=latency_ms)


class NotificationsIn(BaseModel):
    """Which notifications to show."""

    model_config = ConfigDict(extra="forbid")

    status: NotificationStatus | None = None
    channel_id: Annotated[Text, StringConstraints(max_length=200)] | None = None
    limit: int = Field(100, ge=1, le=1000)


class NotificationOut(BaseModel):
    """One thing to tell one channel: `id` is what the channel tells repeats by."""

    id: str
    channel_id: str
    channel_name: str
    status: NotificationStatus
    turn: Turn
    alert: FiringOut
    created_at: datetime
    due_at: datetime = Field(description="When it is sent next, while it waits")
    give_up_at: datetime = Field(description="Until when it is tried")
    attempts: int
    last_error: str
    finished_at: datetime | None

    @classmethod
    def of(cls, notification: Notification, names: Mapping[str, str]) -> "NotificationOut":
        """A notification as it leaves; `names` are those of channels by their ids."""
        same = ("id", "channel_id", "status", "turn", "created_at", "due_at", "give_up_at", "attempts", "last_error")
        return cls(
            **{name: getattr(notification, name) for name in (*same, "finished_at")},
            channel_name=names.get(notification.channel_id, ""),
            alert=FiringOut.of(notification.firing),
        )


class NotificationsOut(BaseModel):
    """Notifications, newest first, and how many there are in all."""

    notifications: list[NotificationOut]
    total: int


class RetriedOut(BaseModel):
    """How many dead notifications wait again."""

    retried: int


def _to_fields(channel: Channel, counts: Mapping[tuple[str, NotificationStatus], int]) -> dict[str, Any]:
    health = channel.health
    same = ("id", "name", "kind", "address", "send_resolved", "allow_private_addresses", "enabled")
    of_health = ("failing_since", "retry_at", "last_error", "last_delivered_at", "firing_id")
    return {
        **{name: getattr(channel, name) for name in (*same, "created_at", "updated_at")},
        **{name: getattr(health, name) for name in of_health},
        "signed": channel.is_signed,
        "managed": channel.is_managed,
        "severities": list(channel.severities),
        "rule_ids": list(channel.rule_ids),
        "health": _to_health(channel),
        "waiting": counts.get((channel.id, NotificationStatus.WAITING), 0),
        "dead": counts.get((channel.id, NotificationStatus.DEAD), 0),
    }


def _to_health(channel: Channel) -> ChannelHealth:
    if channel.health.failing_since is not None:
        return ChannelHealth.FAILING
    return ChannelHealth.UNTRIED if channel.health.last_delivered_at is None else ChannelHealth.HEALTHY
