"""Firings, states, silences and monitoring as /admin/alerts takes and shows them."""

import json
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from ratchet.alerts.checking import Check
from ratchet.alerts.schemas import AlertIn, Labels
from ratchet.domain.alert import AlertRuleType, AlertSeverity, Measure, Monitoring
from ratchet.domain.firing import AlertState, Firing, Standing, chance_of
from ratchet.domain.silence import Silence
from ratchet.http.fields import Text, Time
from ratchet.http.ranges import HOURS_MAX

_SILENCE_MAX = timedelta(days=366)


class NoteOut(BaseModel):
    """What somebody said of a firing."""

    by: str
    at: str
    text: str


class SegmentOut(BaseModel):
    """The part of the traffic that moved most: `share` is its part of the whole move."""

    field: str
    value: str
    share: float
    now: float | None
    before: float | None
    samples: int


class FiringOut(BaseModel):
    """An alert, with what was known when it fired; `resolved_at` is null while it still fires.

    The value lies from `low` to `high` with 95 % confidence. `chance` is at most how likely it was to see as much while
    nothing was wrong, null where it was not tested.
    """

    id: str
    rule_id: str
    rule_name: str
    rule_type: AlertRuleType
    severity: AlertSeverity
    labels: dict[str, str]
    message: str
    value: float | None
    samples: int
    threshold: float
    measure: Measure | None
    low: float | None
    high: float | None
    chance: float | None
    window_minutes: int
    fired_at: datetime
    resolved_at: datetime | None
    resolution: str
    worst_trace_ids: list[str]
    segment: SegmentOut | None
    runbook_url: str
    acknowledged_at: datetime | None
    acknowledged_by: str
    notes: list[NoteOut]

    @classmethod
    def of(cls, firing: Firing) -> "FiringOut":
        """A firing as it leaves."""
        made_here = {"segment", "notes", "labels", "chance"}
        return cls(
            **{name: getattr(firing, name) for name in cls.model_fields if name not in made_here},
            chance=chance_of(firing.evidence),
            labels=dict(firing.labels),
            segment=None if firing.segment is None else SegmentOut(**firing.segment),
            notes=[NoteOut(**note) for note in firing.notes],
        )


class HistoryIn(BaseModel):
    """Which firings to show."""

    model_config = ConfigDict(extra="forbid")

    hours: int = Field(24, ge=1, le=HOURS_MAX)
    severity: AlertSeverity | None = None
    rule_id: Text | None = Field(None, max_length=200)
    limit: int = Field(100, ge=1, le=1000)


class HistoryOut(BaseModel):
    """What fired, newest first, and how much there is in all."""

    alerts: list[FiringOut]
    total: int


class StandingOut(BaseModel):
    """Where one group of a rule stands; the value is that of the last look."""

    rule_id: str
    labels: dict[str, str]
    state: AlertState
    since: datetime
    value: float | None
    samples: int
    threshold: float | None
    firing_id: str

    @classmethod
    def of(cls, standing: Standing) -> "StandingOut":
        """A standing as it leaves."""
        said: dict[str, Any] = {name: getattr(standing, name) for name in cls.model_fields}
        return cls(**(said | {"labels": json.loads(standing.labels)}))


class StatesOut(BaseModel):
    """Where every rule stands, group by group."""

    states: list[StandingOut]


class LookOut(BaseModel):
    """One group of a rule, as the check found it: `outcome` is crossed, within, recovered or missing."""

    rule_id: str
    rule_name: str
    labels: dict[str, str]
    state: AlertState
    outcome: str
    value: float | None
    samples: int
    threshold: float


class CheckOut(BaseModel):
    """What a check found: what fires now, what of it is new, and every look."""

    checked_at: datetime
    rules_checked: int
    alerts: list[FiringOut]
    new_alert_ids: list[str]
    looks: list[LookOut]

    @classmethod
    def of(cls, check: Check) -> "CheckOut":
        """A check as it leaves."""
        looks = [
            LookOut(
                rule_id=look.rule.id,
                rule_name=look.rule.name,
                labels=json.loads(look.move.standing.labels),
                state=look.move.standing.state,
                outcome=look.finding.outcome.value,
                value=look.finding.value,
                samples=look.finding.samples,
                threshold=look.finding.threshold,
            )
            for look in check.looks
        ]
        return cls(
            checked_at=check.at,
            rules_checked=check.rules,
            alerts=[FiringOut.of(firing) for firing in check.firing],
            new_alert_ids=[firing.id for firing in check.fired],
            looks=looks,
        )


class MonitoringOut(BaseModel):
    """Whether rules are looked at, how often, and when they last were."""

    running: bool
    interval_minutes: float
    checked_at: datetime | None

    @classmethod
    def of(cls, monitoring: Monitoring) -> "MonitoringOut":
        """Monitoring as it leaves."""
        return cls(
            running=monitoring.is_on,
            interval_minutes=monitoring.interval_s / 60,
            checked_at=monitoring.checked_at,
        )


class AcknowledgeIn(AlertIn):
    """Somebody has seen it."""

    by: Text = Field("", max_length=200)
    comment: Text = Field("", max_length=10_000)


class CommentIn(AlertIn):
    """Something to say of a firing."""

    text: Text = Field(min_length=1, max_length=10_000)
    by: Text = Field("", max_length=200)


class ItemsIn(AlertIn):
    """The dataset that is to get a firing's worst traces."""

    dataset: Text = Field(min_length=1, max_length=500)
    limit: int = Field(10, ge=1, le=100)


class ItemsAddedOut(BaseModel):
    """The items that traces of a firing made, and the traces that could make none."""

    dataset: str
    item_ids: list[str]
    rejected: dict[str, str]


def _check_end(ends_at: int) -> int:
    now = datetime.now(UTC)
    if not now.timestamp() < ends_at / 1e9 <= (now + _SILENCE_MAX).timestamp():
        raise ValueError("A silence ends after now, and within a year")
    return ends_at


class SilenceIn(AlertIn):
    """Telling nobody of a rule, of one group of it, or of anything, for so many minutes or until a time."""

    rule_id: Text = Field("", max_length=200, description="Empty: of any rule")
    labels: Labels = Field({}, description="Only of groups with these values")
    minutes: int | None = Field(None, ge=1, le=527_040)
    ends_at: Annotated[Time, AfterValidator(_check_end)] | None = None
    comment: Text = Field("", max_length=10_000)
    by: Text = Field("", max_length=200)


class SilenceOut(BaseModel):
    """A silence that has not ended."""

    id: str
    rule_id: str
    labels: dict[str, str]
    starts_at: datetime
    ends_at: datetime
    comment: str
    created_by: str

    @classmethod
    def of(cls, silence: Silence) -> "SilenceOut":
        """A silence as it leaves."""
        return cls(**{name: getattr(silence, name) for name in cls.model_fields})


class SilencesOut(BaseModel):
    """The silences that hold, those that end last first."""

    silences: list[SilenceOut]


class RuleTypeOut(BaseModel):
    """A type of rule: what its threshold is, and what it is by default."""

    type: AlertRuleType
    description: str
    threshold: str
    default_threshold: float | None
    default_time_window_minutes: int
    default_severity: AlertSeverity


class RuleTypesOut(BaseModel):
    """Every type of rule."""

    rule_types: list[RuleTypeOut]


class SeveritiesOut(BaseModel):
    """Every severity, the mildest first."""

    severities: list[AlertSeverity]
