"""How a look moves a group of a rule from state to state, and what there is to tell then."""

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from ratchet.domain.alert import AlertRule, Missing
from ratchet.domain.firing import AlertState, Finding, Outcome, Standing, Turn

# An alert of which nothing has been heard for so long ends: its release, or its user, will not come back.
FORGOTTEN_AFTER = timedelta(hours=24)


class Move(NamedTuple):
    """Where a group stands after a look, and what there is to tell."""

    standing: Standing
    turn: Turn | None = None


def move(rule: AlertRule, before: Standing, finding: Finding, now: datetime, *, is_silenced: bool = False) -> Move:
    """The next state of a group."""
    standing = replace(before, value=finding.value, samples=finding.samples, threshold=finding.threshold)
    if finding.outcome is not Outcome.MISSING:
        standing = replace(standing, seen_at=now)
    outcome = _meaning(rule, before, finding, now)
    if before.state is AlertState.FIRING:
        return _go_on_firing(rule, standing, outcome, now, is_silenced=is_silenced)
    if outcome is Outcome.CROSSED:
        return _begin(rule, standing, now, is_silenced=is_silenced)
    return Move(_rest(rule, standing, outcome, now))


def inactive(rule: AlertRule, labels: str, now: datetime) -> Standing:
    """Where a group stands of which nothing is known."""
    return Standing(rule_id=rule.id, labels=labels, state=AlertState.INACTIVE, since=now)


def resolve(standing: Standing, now: datetime) -> Standing:
    """A firing group, resolved."""
    return replace(standing, state=AlertState.RESOLVED, since=now)


def _meaning(rule: AlertRule, before: Standing, finding: Finding, now: datetime) -> Outcome:
    """What a look comes to once it is known what missing samples mean."""
    if finding.outcome is not Outcome.MISSING:
        return finding.outcome
    match rule.missing:
        case Missing.RECOVER:
            return Outcome.RECOVERED
        case Missing.ALERT if finding.is_silent and before.seen_at is not None:
            return Outcome.CROSSED
        case Missing.KEEP:
            return Outcome.MISSING
        case _:
            is_forgotten = now - (before.seen_at or before.since) > FORGOTTEN_AFTER
            return Outcome.RECOVERED if is_forgotten else Outcome.MISSING


def _go_on_firing(rule: AlertRule, standing: Standing, outcome: Outcome, now: datetime, *, is_silenced: bool) -> Move:
    if outcome is Outcome.RECOVERED:
        return Move(resolve(standing, now), Turn.RESOLVED)
    if is_silenced or standing.is_acknowledged:
        return Move(standing)
    if standing.notified_at is None:  # it fired in a silence, which has ended
        return Move(replace(standing, notified_at=now), Turn.FIRED)
    again = timedelta(minutes=rule.renotify_minutes)
    if again and now - standing.notified_at >= again:
        return Move(replace(standing, notified_at=now), Turn.STILL_FIRING)
    return Move(standing)


def _begin(rule: AlertRule, standing: Standing, now: datetime, *, is_silenced: bool) -> Move:
    """Fire, unless it has not been so for long enough, or it fired a moment ago."""
    if standing.state is not AlertState.PENDING:
        standing = replace(standing, state=AlertState.PENDING, since=now)
    is_due = now - standing.since >= timedelta(minutes=rule.pending_minutes)
    is_cool = standing.fired_at is None or now - standing.fired_at >= timedelta(minutes=rule.cooldown_minutes)
    if not (is_due and is_cool):
        return Move(standing)
    fired = replace(
        standing,
        state=AlertState.FIRING,
        since=now,
        firing_id=_firing_id(standing, now),
        fired_at=now,
        notified_at=None if is_silenced else now,
        is_acknowledged=False,
    )
    return Move(fired, Turn.FIRED)


def _rest(rule: AlertRule, standing: Standing, outcome: Outcome, now: datetime) -> Standing:
    if standing.state is AlertState.PENDING and not (outcome is Outcome.MISSING and rule.missing is Missing.KEEP):
        return replace(standing, state=AlertState.INACTIVE, since=now)
    is_over = now - standing.since >= timedelta(minutes=rule.cooldown_minutes)
    if standing.state is AlertState.RESOLVED and is_over:
        return replace(standing, state=AlertState.INACTIVE, since=now)
    return standing


def _firing_id(standing: Standing, now: datetime) -> str:
    said = "\0".join((standing.rule_id, standing.labels, now.isoformat()))
    return hashlib.sha256(said.encode()).hexdigest()[:32]
