"""The channel that follows ALERT_WEBHOOK_URL: every project has it while the setting is there."""

import logging
from dataclasses import replace
from datetime import UTC, datetime

from ratchet.alerts.notifications.addresses import show
from ratchet.alerts.notifications.failing import end_alert
from ratchet.alerts.notifications.sealed import Contents, open_contents, seal_contents
from ratchet.alerts.notifications.sending import is_slack
from ratchet.alerts.observed import Observed
from ratchet.domain.channel import Channel, ChannelKind
from ratchet.errors import Conflict, Unavailable
from ratchet.settings import Settings
from ratchet.store.records import RecordStore
from ratchet.store.records.channels import delete_channel, insert_channel, read_channel, update_channel

log = logging.getLogger(__name__)

CHANNEL_ID = "alert-webhook-url"
NAME = "ALERT_WEBHOOK_URL"


def ensure_managed(observed: Observed, secret: str, settings: Settings) -> None:
    """Let a project's channel be as the setting is now; what people chose for it stays.

    Whoever sets the server's environment may send to private addresses; to a cloud's metadata nobody may.
    """
    _, records, project_id = observed
    known = read_channel(records, project_id, CHANNEL_ID)
    wanted = _to_contents(settings)
    if wanted is None:
        if known is not None:
            end_alert(observed, known, f"{NAME} is set no longer", datetime.now(UTC))
            delete_channel(records, project_id, CHANNEL_ID)
    elif known is None:
        _insert(records, secret, project_id, wanted)
    elif not _has(secret, known, wanted):
        changed = _fill(known, secret, wanted)
        update_channel(records, replace(changed, updated_at=datetime.now(UTC)))


def to_kind(url: str) -> ChannelKind:
    """How an address is spoken to: Slack's in Slack's way, others as webhooks."""
    return ChannelKind.SLACK if is_slack(url) else ChannelKind.WEBHOOK


def _to_contents(settings: Settings) -> Contents | None:
    if settings.alert_webhook_url is None:
        return None
    url = settings.alert_webhook_url.get_secret_value()
    key = settings.alert_webhook_secret.get_secret_value() if settings.alert_webhook_secret else ""
    return Contents(url, key if to_kind(url) is ChannelKind.WEBHOOK else "")


def _insert(records: RecordStore, secret: str, project_id: str, wanted: Contents) -> None:
    now = datetime.now(UTC)
    plain = Channel(
        project_id=project_id,
        id=CHANNEL_ID,
        name=NAME,
        kind=ChannelKind.WEBHOOK,
        created_at=now,
        updated_at=now,
        sealed="",
        address="",
        allow_private_addresses=True,
        is_managed=True,
    )
    try:
        insert_channel(records, _fill(plain, secret, wanted))
    except Conflict:
        log.warning("%s is told of nothing in %s: another channel there has its name", NAME, project_id)


def _fill(channel: Channel, secret: str, wanted: Contents) -> Channel:
    kind = to_kind(wanted.url)
    return replace(
        channel,
        kind=kind,
        sealed=seal_contents(secret, wanted),
        address=show(kind, wanted),
        is_signed=bool(wanted.secret),
    )


def _has(secret: str, known: Channel, wanted: Contents) -> bool:
    try:
        return open_contents(secret, known) == wanted
    except Unavailable:
        return False
