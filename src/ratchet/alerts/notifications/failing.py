"""Channels that fail: an alert like any other, told through the channels that work."""

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta

from ratchet.alerts.look import to_ns
from ratchet.alerts.notifications.outbox import to_notification
from ratchet.alerts.observed import Observed
from ratchet.domain.alert import AlertRuleType, AlertSeverity
from ratchet.domain.channel import Channel
from ratchet.domain.firing import Firing, Transition, Turn
from ratchet.store.events.alert_firings import read_firings, write_firings
from ratchet.store.records.alert_silences import read_silences
from ratchet.store.records.channels import read_channels
from ratchet.store.records.notifications import write_notifications_and_firing

FAILING_AFTER = timedelta(minutes=5)
RULE_ID = "channel_failing"


def watch_channel(observed: Observed, channel: Channel, now: datetime) -> None:
    """Let an alert fire for a channel that has failed for long enough, and end when it works again.

    Whatever the other channels receive otherwise, they are told.
    """
    since = channel.health.failing_since if channel.enabled else None
    if since is None:
        if channel.health.firing_id:
            why = "something got through again" if channel.enabled else "the channel was switched off"
            end_alert(observed, channel, why, now)
    elif not channel.health.firing_id and now - since >= FAILING_AFTER:
        _tell(observed, channel, _to_firing(channel, since, now), Turn.FIRED, now)


def end_alert(observed: Observed, channel: Channel, why: str, now: datetime) -> None:
    """Resolve the alert about a channel, if there is one."""
    firing_id = channel.health.firing_id
    if not firing_id:
        return
    firing = read_firings(observed.events, observed.project_id, [firing_id]).get(firing_id)
    if firing is None:  # the history was cleared meanwhile
        write_notifications_and_firing(observed.records, channel, [], "")
    else:
        _tell(observed, channel, replace(firing, resolved_at=now, resolution=why), Turn.RESOLVED, now)


def _tell(observed: Observed, channel: Channel, firing: Firing, turn: Turn, now: datetime) -> None:
    """Write the history first: if nothing follows, the same is done again under the same ids."""
    events, records, project_id = observed
    write_firings(events, [firing])
    transition = Transition(project_id=project_id, id=f"{firing.id}-{turn}", turn=turn, at=now, firing=firing)
    silences = read_silences(records, project_id, ending_after=now)
    is_silenced = any(silence.covers(RULE_ID, firing.labels, now) for silence in silences)
    told = [
        to_notification(other, transition, now)
        for other in read_channels(records, project_id)
        if other.id != channel.id and other.enabled and (turn is Turn.FIRED or other.send_resolved)
    ]
    firing_id = firing.id if turn is Turn.FIRED else ""
    write_notifications_and_firing(records, channel, [] if is_silenced else told, firing_id)


def _to_firing(channel: Channel, since: datetime, now: datetime) -> Firing:
    said = "\0".join((RULE_ID, channel.project_id, channel.id, str(to_ns(since))))
    minutes = max(1, round((now - since).total_seconds() / 60))
    return Firing(
        project_id=channel.project_id,
        id=hashlib.sha256(said.encode()).hexdigest()[:32],
        rule_id=RULE_ID,
        rule_name="Channel failing",
        rule_type=AlertRuleType.CHANNEL_FAILING,
        severity=AlertSeverity.ERROR,
        labels={"channel": channel.name},
        message=f"Nothing has got through to {channel.name} for {minutes} min: {channel.health.last_error}",
        value=float(minutes),
        samples=channel.health.failures,
        threshold=FAILING_AFTER.total_seconds() / 60,
        window_minutes=minutes,
        fired_at=now,
    )
