"""The outbox: what is to be told to whom, kept until it is."""

from datetime import UTC, datetime, timedelta

from ratchet.domain.notification import Notification
from ratchet.errors import NotFound
from ratchet.store.records import RecordStore
from ratchet.store.records.notifications import read_notification, revive

TRIED_FOR = timedelta(hours=24)


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
