"""The routes for notifications: what was sent, what is to be, and what was given up."""

from typing import Annotated

from fastapi import APIRouter, Query

from ratchet.alerts.notifications.outbox import find_notification, retry
from ratchet.alerts.notifications.schemas import NotificationOut, NotificationsIn, NotificationsOut
from ratchet.alerts.routes.dependencies import ObservedProject
from ratchet.domain.notification import NotificationStatus
from ratchet.errors import Conflict
from ratchet.http.bounded import BoundedRoute
from ratchet.store.records.channels import read_channels
from ratchet.store.records.notifications import find_notifications

router = APIRouter(prefix="/admin/alerts/notifications", route_class=BoundedRoute, tags=["alerts"])


@router.get("")
def list_notifications(observed: ObservedProject, asked: Annotated[NotificationsIn, Query()]) -> NotificationsOut:
    """Notifications of the last 30 days, newest first; `status=dead` lists what was given up."""
    found, total = find_notifications(
        observed.records,
        observed.project_id,
        status=asked.status,
        channel_id=asked.channel_id,
        limit=asked.limit,
    )
    names = _read_names(observed)
    return NotificationsOut(notifications=[NotificationOut.of(one, names) for one in found], total=total)


@router.get("/{notification_id}")
def show(observed: ObservedProject, notification_id: str) -> NotificationOut:
    """One notification."""
    found = find_notification(observed.records, observed.project_id, notification_id)
    return NotificationOut.of(found, _read_names(observed))


@router.post("/{notification_id}/retry")
def retry_one(observed: ObservedProject, notification_id: str) -> NotificationOut:
    """Try a dead notification again, from now on for as long as a new one; `409` when it is not dead."""
    found = find_notification(observed.records, observed.project_id, notification_id)
    if not retry(observed.records, observed.project_id, notification_id=notification_id):
        why = "was delivered" if found.status is NotificationStatus.DELIVERED else "waits to be sent already"
        raise Conflict(f"Notification {notification_id!r} {why}; only dead ones can be tried again.")
    return show(observed, notification_id)


def _read_names(observed: ObservedProject) -> dict[str, str]:
    return {channel.id: channel.name for channel in read_channels(observed.records, observed.project_id)}
