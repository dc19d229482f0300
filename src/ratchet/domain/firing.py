"""Alerts as they come and go: what a look finds, where each group stands, what fired, and what there is to tell."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from ratchet.domain.alert import AlertRuleType, AlertSeverity, Measure
from ratchet.domain.sample import Sample


class AlertState(StrEnum):
    """Where a group of a rule stands."""

    INACTIVE = "inactive"
    PENDING = "pending"
    FIRING = "firing"
    RESOLVED = "resolved"


class Outcome(StrEnum):
    """What a look at a group of a rule says."""

    CROSSED = "crossed"
    WITHIN = "within"
    RECOVERED = "recovered"
    MISSING = "missing"


class Finding(NamedTuple):
    """A look at a group: the value, the samples it rests on, and what it was held against.

    `WITHIN` neither lets an alert begin nor end: beyond the threshold by chance, or not yet back at the recovery
    threshold. `evidence` is the natural logarithm of the e-value against chance, `None` where nobody asked. The value
    is that of `sample`.
    """

    outcome: Outcome
    value: float | None
    samples: int
    threshold: float
    window_minutes: int
    evidence: float | None = None
    is_silent: bool = False
    sample: Sample = Sample()


def chance_of(evidence: float | None) -> float | None:
    """At most how likely so much evidence is while nothing is wrong; None of what was not tested."""
    return None if evidence is None else math.exp(-max(0.0, evidence))


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where one group of a rule stands.

    `labels` is the group as JSON; times are those of looks, `seen_at` of the last with samples enough.
    """

    rule_id: str
    labels: str
    state: AlertState
    since: datetime
    value: float | None = None
    samples: int = 0
    threshold: float | None = None
    firing_id: str = ""
    fired_at: datetime | None = None
    notified_at: datetime | None = None
    is_acknowledged: bool = False
    seen_at: datetime | None = None


class Turn(StrEnum):
    """What there is to tell of an alert."""

    FIRED = "fired"
    STILL_FIRING = "still_firing"
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Firing:
    """An alert from when it fired until it was resolved, with what was known when it fired.

    `labels` is its group; the value lies from `low` to `high` with 95 % confidence. `segment` says which part of the
    traffic moved most, if one stands out. `notes` are what people said: `{"by", "at", "text"}`.
    """

    project_id: str
    id: str
    rule_id: str
    rule_name: str
    rule_type: AlertRuleType
    severity: AlertSeverity
    labels: Mapping[str, str]
    message: str
    value: float | None
    samples: int
    threshold: float
    window_minutes: int
    fired_at: datetime
    resolved_at: datetime | None = None
    resolution: str = ""
    evidence: float | None = None
    measure: Measure | None = None
    low: float | None = None
    high: float | None = None
    worst_trace_ids: tuple[str, ...] = ()
    segment: Mapping[str, Any] | None = None
    runbook_url: str = ""
    acknowledged_at: datetime | None = None
    acknowledged_by: str = ""
    notes: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """Something to tell of an alert, kept in the same transaction as the state that it made.

    Whoever notifies reads those that were not taken yet; one that `is_silenced` is told to nobody.
    """

    project_id: str
    id: str
    turn: Turn
    at: datetime
    firing: Firing
    is_silenced: bool = False
