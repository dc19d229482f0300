"""Previews as /admin/alerts takes and shows them."""

from datetime import datetime

from pydantic import BaseModel, Field

from ratchet.alerts.preview import Glance
from ratchet.alerts.schemas import AlertIn, RuleId, RuleIn
from ratchet.domain.alert import AlertRule, Direction, Measure
from ratchet.domain.firing import Outcome, chance_of

LOOKS_MAX = 1000


class PreviewIn(AlertIn):
    """A rule that is stored, or one that is not yet."""

    rule_id: RuleId | None = None
    rule: RuleIn | None = None


class GlanceOut(BaseModel):
    """One group as it would be found now.

    `low` and `high` hold the value with 95 % confidence. `chance` is at most how likely it is to see as much while
    nothing is wrong, null where it is not tested.
    """

    labels: dict[str, str]
    outcome: Outcome
    value: float | None
    low: float | None
    high: float | None
    samples: int
    threshold: float
    window_minutes: int
    chance: float | None

    @classmethod
    def of(cls, glance: Glance) -> "GlanceOut":
        """A glance as it leaves."""
        finding, estimate = glance.finding, glance.estimate
        return cls(
            labels=dict(glance.labels),
            outcome=finding.outcome,
            value=finding.value,
            low=estimate.low,
            high=estimate.high,
            samples=finding.samples,
            threshold=finding.threshold,
            window_minutes=finding.window_minutes,
            chance=chance_of(finding.evidence),
        )


class PreviewOut(BaseModel):
    """What a rule would say now, the groups with the most samples first."""

    checked_at: datetime
    measure: Measure
    direction: Direction
    looks: list[GlanceOut] = Field(max_length=LOOKS_MAX)
    warnings: list[str]

    @classmethod
    def of(cls, rule: AlertRule, glances: list[Glance], *, at: datetime, warnings: tuple[str, ...]) -> "PreviewOut":
        """A preview as it leaves."""
        cut = [f"Of {len(glances)} groups, the {LOOKS_MAX} with the most samples are shown."]
        return cls(
            checked_at=at,
            measure=rule.measured,
            direction=rule.side,
            looks=[GlanceOut.of(glance) for glance in glances[:LOOKS_MAX]],
            warnings=[*warnings, *(cut if len(glances) > LOOKS_MAX else [])],
        )
