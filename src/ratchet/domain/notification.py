"""A notification: one thing to tell one channel, kept until it is delivered or given up."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ratchet.domain.firing import Firing, Turn


class NotificationStatus(StrEnum):
    """Where a notification stands; a dead one is tried again only when somebody asks."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    DEAD = "dead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notification:
    """One turn of one alert, for one channel. Its id is the same however often it is sent.

    `due_at` is when it is sent next, `give_up_at` when it is no longer tried.
    """

    project_id: str
    id: str
    channel_id: str
    turn: Turn
    firing: Firing
    created_at: datetime
    due_at: datetime
    give_up_at: datetime
    status: NotificationStatus = NotificationStatus.WAITING
    attempts: int = 0
    last_error: str = ""
    finished_at: datetime | None = None
