"""Making channels, changing and deleting them; what could not be sent to is refused."""

from dataclasses import replace
from datetime import UTC, datetime
from secrets import token_urlsafe
from typing import NamedTuple
from uuid import uuid4

from pydantic import SecretStr

from ratchet.alerts.notifications.addresses import check_contents, show
from ratchet.alerts.notifications.failing import end_alert
from ratchet.alerts.notifications.schemas import ChannelChange, ChannelNew
from ratchet.alerts.notifications.sealed import Contents, open_contents, seal_contents
from ratchet.alerts.observed import Observed
from ratchet.domain.channel import Channel, ChannelKind
from ratchet.errors import Conflict, NotFound, Unavailable
from ratchet.http.fields import invalid_field
from ratchet.store.records import RecordStore
from ratchet.store.records.alert_rules import read_rules
from ratchet.store.records.channels import (
    delete_channel,
    insert_channel,
    read_channel,
    read_channels,
    update_channel,
)

CHANNELS_MAX = 50
_MANAGED = "This channel follows the setting ALERT_WEBHOOK_URL. Change it there, or switch this channel off"


class Made(NamedTuple):
    """A channel that was made, and the secret that was made with it, if one was."""

    channel: Channel
    secret: str | None


def create_channel(records: RecordStore, secret: str, project_id: str, sent: ChannelNew) -> Made:
    """Make a channel; raises `Conflict` when its name is taken, `Invalid` when nothing could be sent to it."""
    made = f"whsec_{token_urlsafe(32)}" if sent.kind is ChannelKind.WEBHOOK and sent.secret is None else None
    contents = Contents(_reveal(sent.url), made or _reveal(sent.secret), _reveal(sent.routing_key))
    check_contents(sent.kind, contents, allow_private=sent.allow_private_addresses)
    _check_rules(records, project_id, sent.rule_ids)
    now = datetime.now(UTC)
    channel = Channel(
        project_id=project_id,
        id=uuid4().hex,
        name=sent.name,
        kind=sent.kind,
        created_at=now,
        updated_at=now,
        sealed=seal_contents(secret, contents),
        address=show(sent.kind, contents),
        is_signed=bool(contents.secret),
        severities=tuple(sent.severities),
        rule_ids=tuple(sent.rule_ids),
        send_resolved=sent.send_resolved,
        allow_private_addresses=sent.allow_private_addresses,
        enabled=sent.enabled,
    )
    with records.lock(_lock(project_id)):
        _check_free(records, channel)
        insert_channel(records, channel)
    return Made(channel, made)


def change_channel(records: RecordStore, secret: str, project_id: str, channel_id: str, sent: ChannelChange) -> Channel:
    """Change a channel; what waits for it is tried at once, for whoever changes one has mended something."""
    with records.lock(_lock(project_id)):
        known = find_channel(records, project_id, channel_id)
        said = sent.model_dump(exclude_none=True, exclude={"url", "routing_key", "secret"})
        said |= {name: tuple(said[name]) for name in ("severities", "rule_ids") if name in said}
        _check_rules(records, project_id, said.get("rule_ids", ()))
        changed = _change_contents(secret, known, replace(known, **said), sent)
        changed = replace(changed, updated_at=datetime.now(UTC))
        _check_free(records, changed)
        update_channel(records, changed)
    return find_channel(records, project_id, channel_id)


def remove_channel(observed: Observed, channel_id: str) -> Channel:
    """Delete a channel, and what was to be sent to it; an alert about it ends first, or nobody could end it."""
    _, records, project_id = observed
    with records.lock(_lock(project_id)):
        channel = find_channel(records, project_id, channel_id)
        if channel.is_managed:
            raise Conflict(f"{_MANAGED}.")
        end_alert(observed, channel, "the channel was deleted", datetime.now(UTC))
        delete_channel(records, project_id, channel_id)
    return channel


def find_channel(records: RecordStore, project_id: str, channel_id: str) -> Channel:
    """A channel by its id; raises `NotFound` when there is none."""
    channel = None if "\0" in channel_id else read_channel(records, project_id, channel_id)
    if channel is None:
        raise NotFound(f"There is no channel {channel_id!r} in this project. GET /admin/alerts/channels lists them.")
    return channel


def _change_contents(secret: str, known: Channel, changed: Channel, sent: ChannelChange) -> Channel:
    """The channel with what is new of its address and keys, checked again where that may matter."""
    fields = {"url": sent.url, "routing_key": sent.routing_key, "secret": sent.secret}
    new = {name: _reveal(value) for name, value in fields.items() if value is not None}
    if new and known.is_managed:
        raise invalid_field(min(new), _MANAGED)
    if not new and changed.allow_private_addresses == known.allow_private_addresses:
        return changed
    contents = replace(_open(secret, known, new), **new)
    if not known.is_managed:
        check_contents(known.kind, contents, allow_private=changed.allow_private_addresses)
    sealed, address = seal_contents(secret, contents), show(known.kind, contents)
    return replace(changed, sealed=sealed, address=address, is_signed=bool(contents.secret))


def _open(secret: str, known: Channel, new: dict[str, str]) -> Contents:
    try:
        return open_contents(secret, known)
    except Unavailable as error:
        if "url" in new or "routing_key" in new:  # what cannot be opened any more is stored anew
            return Contents()
        raise Conflict(error.message) from error


def _check_free(records: RecordStore, channel: Channel) -> None:
    others = [other for other in read_channels(records, channel.project_id) if other.id != channel.id]
    if any(other.name == channel.name for other in others):
        raise Conflict(
            f"name: there is a channel {channel.name!r} already. Change it with PATCH, or take another name."
        )
    if len(others) >= CHANNELS_MAX:
        raise Conflict(f"A project has at most {CHANNELS_MAX} channels. Delete some first.")


def _check_rules(records: RecordStore, project_id: str, rule_ids: tuple[str, ...] | list[str]) -> None:
    unknown = set(rule_ids) - {rule.id for rule in read_rules(records, project_id)} if rule_ids else set[str]()
    if unknown:
        raise invalid_field("rule_ids", f"There is no alert rule {min(unknown)!r}. GET /admin/alerts/rules lists them")


def _lock(project_id: str) -> str:
    return f"channels {project_id}"


def _reveal(value: SecretStr | None) -> str:
    return "" if value is None else value.get_secret_value()
