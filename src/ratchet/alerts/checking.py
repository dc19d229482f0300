"""Checking a project's rules: measured together, moved from state to state, and written down before anybody is told."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from ratchet.alerts.evaluating import evaluate
from ratchet.alerts.history import record_history
from ratchet.alerts.look import Look, labels_of, to_json, to_ns
from ratchet.alerts.measuring import DAY_NS, Group, Groups, Measured, measure_rules, read_quality_names
from ratchet.alerts.observed import Observed
from ratchet.alerts.states import inactive, move
from ratchet.alerts.telling import tell
from ratchet.domain.alert import AlertRule, Missing
from ratchet.domain.firing import AlertState, Firing, Standing, Turn
from ratchet.domain.silence import Silence
from ratchet.domain.window import Window
from ratchet.store.events import EventStore
from ratchet.store.events.alert_firings import read_firings
from ratchet.store.records import RecordStore
from ratchet.store.records.alert_rules import read_rules
from ratchet.store.records.alert_silences import delete_silences, read_silences
from ratchet.store.records.alert_states import (
    delete_transitions,
    read_standings,
    write_looks,
)

_KEPT_FOR = timedelta(days=30)
_MICROSECOND_NS = 1_000
# What is nowhere in the traffic any more, and neither alerts nor is waited for, is forgotten.
_LASTING = frozenset({AlertState.FIRING, AlertState.PENDING, AlertState.RESOLVED})


class Check(NamedTuple):
    """What a check found: every look, and everything that is firing after it."""

    at: datetime
    rules: int
    looks: list[Look]
    firing: list[Firing]
    fired: list[Firing]


def check_rules(observed: Observed, now: datetime) -> Check:
    """Look at every rule of a project that is on; what comes of it is stored when this returns."""
    events, records, project_id = observed
    with records.lock(observed.lock):
        record_history(observed)
        rules = [rule for rule in read_rules(records, project_id) if rule.enabled]
        names = read_quality_names(observed, rules, _last_day(now))
        looks = _look(observed, rules, names, now)
        transitions = tell(observed, looks, now, names)
        kept = [look.move.standing for look in looks if _lasts(look, now)]
        forgotten = [look.move.standing for look in looks if not _lasts(look, now)]
        write_looks(records, project_id, kept, transitions, forgotten=forgotten)
        record_history(observed)
    _forget(records, project_id, now)
    firing = _read_firing(events, project_id, kept)
    new = {look.move.standing.firing_id for look in looks if look.move.turn is Turn.FIRED}
    return Check(now, len(rules), looks, firing, [one for one in firing if one.id in new])


def _look(observed: Observed, rules: Sequence[AlertRule], names: Sequence[str], now: datetime) -> list[Look]:
    events, records, project_id = observed
    measured = measure_rules(events, project_id, rules, to_ns(now), names)
    standings: dict[str, dict[str, Standing]] = {}
    for standing in read_standings(records, project_id):
        standings.setdefault(standing.rule_id, {})[standing.labels] = standing
    silences = read_silences(records, project_id, ending_after=now)
    return [
        look for rule in rules for look in _look_at(rule, measured[rule.id], standings.get(rule.id, {}), silences, now)
    ]


def _look_at(
    rule: AlertRule, groups: Groups, standings: Mapping[str, Standing], silences: Sequence[Silence], now: datetime
) -> list[Look]:
    """A look at each group that is measured or stands somewhere; without grouping there is always one."""
    known: dict[Group, Measured] = dict(groups) if rule.group_by else {(): groups.get((), Measured())}
    for labels in standings:
        said: dict[str, str] = json.loads(labels)
        if said.keys() == set(rule.group_by):
            known.setdefault(tuple(said[name] for name in rule.group_by), Measured())
    looks: list[Look] = []
    for group, measured in known.items():
        labels = labels_of(rule, group)
        before = standings.get(to_json(labels)) or inactive(rule, to_json(labels), now)
        finding = evaluate(rule, measured)
        is_silenced = any(silence.covers(rule.id, labels, now) for silence in silences)
        looks.append(Look(rule, group, finding, move(rule, before, finding, now, is_silenced=is_silenced)))
    return looks


def _lasts(look: Look, now: datetime) -> bool:
    standing = look.move.standing
    if standing.state in _LASTING or not look.rule.group_by:
        return True
    is_recent = standing.seen_at is not None and now - standing.seen_at < timedelta(days=1)
    return look.rule.missing is Missing.ALERT and is_recent


def _read_firing(events: EventStore, project_id: str, standings: Sequence[Standing]) -> list[Firing]:
    ids = [standing.firing_id for standing in standings if standing.state is AlertState.FIRING]
    found = read_firings(events, project_id, ids) if ids else {}
    return [found[firing_id] for firing_id in ids if firing_id in found]


def _forget(records: RecordStore, project_id: str, now: datetime) -> None:
    delete_transitions(records, project_id, before=now - _KEPT_FOR)
    delete_silences(records, project_id, before=now - _KEPT_FOR)


def _last_day(now: datetime) -> Window:
    return Window(to_ns(now) - DAY_NS, to_ns(now))
