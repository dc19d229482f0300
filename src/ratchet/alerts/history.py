"""The history of alerts: written after what was decided, and never without it."""

from dataclasses import replace
from datetime import datetime

from ratchet.alerts.look import to_ns
from ratchet.alerts.observed import Observed
from ratchet.domain.alert import AlertRule
from ratchet.domain.firing import AlertState, Firing, Standing, Transition, Turn
from ratchet.store.events.alert_firings import read_firings, write_firings
from ratchet.store.records.alert_states import read_standings, read_unrecorded, write_looks, write_recorded


def record_history(observed: Observed) -> None:
    """Write to the history what was decided, also by somebody who was stopped before doing so."""
    events, records, project_id = observed
    waiting = read_unrecorded(records, project_id)
    known = read_firings(events, project_id, [one.firing.id for one in waiting]) if waiting else {}
    for one in waiting:
        known[one.firing.id] = _add(known.get(one.firing.id, one.firing), one)
    write_firings(events, list(known.values()))
    write_recorded(records, project_id, [one.id for one in waiting])


def end_firings(observed: Observed, rule: AlertRule, now: datetime, why: str) -> None:
    """Resolve whatever fires of a rule that is looked at no more; whoever calls holds the lock."""
    events, records, project_id = observed
    standings = [
        one for one in read_standings(records, project_id, rule.id) if one.state is AlertState.FIRING and one.firing_id
    ]
    known = read_firings(events, project_id, [one.firing_id for one in standings])
    transitions = [
        Transition(
            project_id=project_id,
            id=transition_id(one, Turn.RESOLVED, now),
            turn=Turn.RESOLVED,
            at=now,
            firing=replace(known[one.firing_id], resolved_at=now, resolution=why),
            is_silenced=one.notified_at is None,
        )
        for one in standings
        if one.firing_id in known
    ]
    write_looks(records, project_id, [], transitions, forgotten=read_standings(records, project_id, rule.id))
    record_history(observed)


def transition_id(standing: Standing, turn: Turn, now: datetime) -> str:
    """The id of something to tell: the same turn of the same alert is told once."""
    return f"{standing.firing_id}-{turn}-{to_ns(now)}"


def _add(firing: Firing, transition: Transition) -> Firing:
    """A firing as the history has it, with what a transition adds."""
    if transition.turn is not Turn.RESOLVED:
        return firing
    return replace(firing, resolved_at=transition.firing.resolved_at, resolution=transition.firing.resolution)
