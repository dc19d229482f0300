"""What there is to tell after a check: each change of state, with the alert that it is about."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from ratchet.alerts.explaining import NO_EVIDENCE, Case, Evidence, explain
from ratchet.alerts.gauging import gauge_of
from ratchet.alerts.history import transition_id
from ratchet.alerts.interval import estimate
from ratchet.alerts.look import Look, labels_of, to_ns
from ratchet.alerts.measuring import MINUTE_NS
from ratchet.alerts.observed import Observed
from ratchet.alerts.wording import describe
from ratchet.domain.firing import Finding, Firing, Transition, Turn
from ratchet.domain.window import Window
from ratchet.store.events.alert_firings import read_firings

# An alert takes a few reads to explain: a rule that fires for a hundred users at once must not keep others waiting.
EXPLAINED_MAX = 10


def tell(observed: Observed, looks: Sequence[Look], now: datetime, names: Sequence[str]) -> list[Transition]:
    """What the looks changed, each with its alert; of very many new ones the largest are explained."""
    changed = sorted((look for look in looks if look.move.turn), key=lambda look: -look.finding.samples)
    ids = [look.move.standing.firing_id for look in changed]
    known = read_firings(observed.events, observed.project_id, ids) if ids else {}
    new = [look for look in changed if look.move.standing.firing_id not in known]
    for number, look in enumerate(new):
        evidence = _explain(observed, look, now, names) if number < EXPLAINED_MAX else NO_EVIDENCE
        known[look.move.standing.firing_id] = _to_firing(observed.project_id, look, now, evidence)
    return [_to_transition(known[look.move.standing.firing_id], look, now) for look in changed]


def _to_transition(firing: Firing, look: Look, now: datetime) -> Transition:
    standing, turn = look.move.standing, look.move.turn or Turn.FIRED
    if turn is Turn.RESOLVED:
        firing = replace(firing, resolved_at=now, resolution=_resolution(look.finding))
    return Transition(
        project_id=firing.project_id,
        id=transition_id(standing, turn, now),
        turn=turn,
        at=now,
        firing=firing,
        is_silenced=standing.notified_at is None,
    )


def _resolution(finding: Finding) -> str:
    return "no samples any more" if finding.value is None else f"back at {finding.value:.4g}"


def _explain(observed: Observed, look: Look, now: datetime, names: Sequence[str]) -> Evidence:
    window = Window(to_ns(now) - look.finding.window_minutes * MINUTE_NS, to_ns(now))
    gauge = gauge_of(look.rule, names, starts=(window.start,))
    return explain(Case(observed.events, observed.project_id, look.rule, look.group, window, gauge))


def _to_firing(project_id: str, look: Look, now: datetime, evidence: Evidence) -> Firing:
    rule, finding = look.rule, look.finding
    estimated = estimate(rule, finding)
    labels = labels_of(rule, look.group)
    return Firing(
        project_id=project_id,
        id=look.move.standing.firing_id,
        rule_id=rule.id,
        rule_name=rule.name,
        rule_type=rule.rule_type,
        severity=rule.severity,
        labels=labels,
        message=describe(rule, finding, labels),
        value=finding.value,
        samples=finding.samples,
        threshold=finding.threshold,
        window_minutes=finding.window_minutes,
        fired_at=look.move.standing.fired_at or now,
        evidence=finding.evidence,
        measure=rule.measured,
        low=estimated.low,
        high=estimated.high,
        worst_trace_ids=evidence.worst_trace_ids,
        segment=evidence.segment,
        runbook_url=rule.runbook_url,
    )
