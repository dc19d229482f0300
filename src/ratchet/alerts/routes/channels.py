"""The routes for channels: made, changed, deleted, and tried."""

from fastapi import APIRouter

from ratchet.alerts.notifications.channels import change_channel, create_channel, find_channel, remove_channel
from ratchet.alerts.notifications.outbox import retry
from ratchet.alerts.notifications.schemas import (
    ChannelChange,
    ChannelGoneOut,
    ChannelMadeOut,
    ChannelNew,
    ChannelOut,
    ChannelsOut,
    ChannelTestedOut,
    RetriedOut,
)
from ratchet.alerts.notifications.sending import open_sender
from ratchet.alerts.notifications.trying import try_channel
from ratchet.alerts.routes.dependencies import ObservedProject
from ratchet.http.bounded import BoundedRoute
from ratchet.http.state import ServerSecret, ServerSettings
from ratchet.store.records.channels import read_channels
from ratchet.store.records.notifications import count_notifications

router = APIRouter(prefix="/admin/alerts/channels", route_class=BoundedRoute, tags=["alerts"])


@router.get("")
def list_channels(observed: ObservedProject) -> ChannelsOut:
    """The channels of the project by their names, and how each fares."""
    counts = count_notifications(observed.records, observed.project_id)
    found = read_channels(observed.records, observed.project_id)
    return ChannelsOut(channels=[ChannelOut.of(channel, counts) for channel in found])


@router.post("", status_code=201)
def create(observed: ObservedProject, secret: ServerSecret, sent: ChannelNew) -> ChannelMadeOut:
    """Make a channel; its address and keys are kept encrypted and never shown. `409` when its name is taken."""
    return ChannelMadeOut.made(*create_channel(observed.records, secret, observed.project_id, sent))


@router.get("/{channel_id}")
def show(observed: ObservedProject, channel_id: str) -> ChannelOut:
    """One channel, and how it fares."""
    channel = find_channel(observed.records, observed.project_id, channel_id)
    return ChannelOut.of(channel, count_notifications(observed.records, observed.project_id))


@router.patch("/{channel_id}")
def change(observed: ObservedProject, secret: ServerSecret, channel_id: str, sent: ChannelChange) -> ChannelOut:
    """Change a channel; what is left out stays. What waits for it is tried at once."""
    changed = change_channel(observed.records, secret, observed.project_id, channel_id, sent)
    return ChannelOut.of(changed, count_notifications(observed.records, observed.project_id))


@router.delete("/{channel_id}")
def delete(observed: ObservedProject, channel_id: str) -> ChannelGoneOut:
    """Delete a channel, with what was to be sent to it."""
    gone = remove_channel(observed, channel_id)
    return ChannelGoneOut(id=gone.id, name=gone.name)


@router.post("/{channel_id}/test")
def try_out(
    observed: ObservedProject, secret: ServerSecret, settings: ServerSettings, channel_id: str
) -> ChannelTestedOut:
    """Send a test, whether the channel is on or not, and say what the service said; it is in no list."""
    channel = find_channel(observed.records, observed.project_id, channel_id)
    return try_channel(observed.records, open_sender(settings, secret), channel)


@router.post("/{channel_id}/retry")
def retry_all(observed: ObservedProject, channel_id: str) -> RetriedOut:
    """Try everything again that was given up for a channel."""
    channel = find_channel(observed.records, observed.project_id, channel_id)
    return RetriedOut(retried=retry(observed.records, observed.project_id, channel_id=channel.id))
