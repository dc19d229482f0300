"""An alert rule: what is measured over a window, and when that is worth waking up for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class AlertRuleType(StrEnum):
    """What a rule watches; `CHANNEL_FAILING` needs no rule, for the server watches its own channels."""

    ERROR_RATE = "error_rate"
    QUALITY_DROP = "quality_drop"
    LATENCY_SPIKE = "latency_spike"
    SCORE_DROP = "score_drop"
    COST = "cost"
    TOKENS = "tokens"
    TRAFFIC = "traffic"
    CHANGE = "change"
    SLO_BURN = "slo_burn"
    PROBE_FAILURE = "probe_failure"
    CHANNEL_FAILING = "channel_failing"


class AlertSeverity(StrEnum):
    """How bad it is, the mildest first."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"
    CRITICAL = "critical"


class Measure(StrEnum):
    """What is measured: shares and means of traces and scores, or sums over a window."""

    ERROR_RATE = "error_rate"
    QUALITY = "quality"
    LATENCY = "latency"
    SCORE = "score"
    COST = "cost"
    TOKENS = "tokens"
    TRAFFIC = "traffic"


SUMS = frozenset({Measure.COST, Measure.TOKENS, Measure.TRAFFIC})
"""Of nothing at all these are 0; of the other measures nothing is known then."""


class Direction(StrEnum):
    """On which side of its threshold a value is bad."""

    ABOVE = "above"
    BELOW = "below"


class Reference(StrEnum):
    """What a change is a change from."""

    PREVIOUS_WINDOW = "previous_window"
    SAME_HOUR = "same_hour"


class Missing(StrEnum):
    """What it means that there are too few samples to say anything. It never means 0."""

    IGNORE = "ignore"
    KEEP = "keep"
    ALERT = "alert"
    RECOVER = "recover"


class BurnWindow(NamedTuple):
    """An error budget burns too fast when it does over a long window, and still does over a short one."""

    long_minutes: int
    short_minutes: int
    factor: float


BURN_WINDOWS = (BurnWindow(60, 5, 14.4), BurnWindow(360, 30, 6.0), BurnWindow(4320, 360, 1.0))
"""2 % of a month's budget in an hour, 5 % in six, 10 % in three days (Google, The Site Reliability Workbook, ch. 5)."""

_MEASURED: Mapping[AlertRuleType, Measure] = {
    AlertRuleType.ERROR_RATE: Measure.ERROR_RATE,
    AlertRuleType.QUALITY_DROP: Measure.QUALITY,
    AlertRuleType.LATENCY_SPIKE: Measure.LATENCY,
    AlertRuleType.SCORE_DROP: Measure.SCORE,
    AlertRuleType.COST: Measure.COST,
    AlertRuleType.TOKENS: Measure.TOKENS,
    AlertRuleType.TRAFFIC: Measure.TRAFFIC,
    AlertRuleType.PROBE_FAILURE: Measure.ERROR_RATE,
}
_BAD_BELOW = frozenset({Measure.QUALITY, Measure.SCORE, Measure.TRAFFIC})


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRule:
    """A rule: what it measures over a window, and when that is worth waking up for.

    With the first fields alone it means what it says: any sample counts, and a value beyond the threshold fires.

    Args:
        id: its id in the project.
        name: its name, which no other rule of the project has.
        rule_type: what it watches, an `AlertRuleType`.
        threshold: a share from 0 to 1 for error rates, milliseconds for latencies, US dollars for cost; for `change`
            the relative change (0.5: half as much again, or half as much less); for `slo_burn` the error budget
            (0.001: 99.9 % shall be good).
        time_window_minutes: how long the window is that ends now.
        severity: an `AlertSeverity`.
        filters: names of fields and the value, or the list of values, that they must have: `score_name`, `model`,
            `release`, `prompt`, `prompt_version` (`name:3`), `tag`, `user_id`, `session_id`, `environment`, `name`,
            `version`, or `metadata.<key>` for any attribute.
        enabled: whether it is looked at.
        group_by: names of such fields; each combination of their values is an alert of its own.
        direction: the bad side of the threshold; by default below it for quality, scores and traffic.
        quantile: which quantile of latencies.
        measure: what `change` and `slo_burn` measure.
        reference: what `change` compares with; `reference_days` is of how many earlier days.
        latency_ms: the latency beyond which a trace spends budget, for `slo_burn` of latencies.
        burn_windows: the windows of `slo_burn`.
        minimum_samples: with fewer samples there is nothing to say (see `missing`).
        noise_test: fire only when chance does not explain the crossing, however often one looks.
        lookback_minutes: how far back evidence is gathered when the window alone holds too little.
        pending_minutes: how long a value must stay beyond before the rule fires.
        recovery_threshold: what the value must come back to; the threshold by default.
        cooldown_minutes: for how long after it has fired it does not fire anew.
        renotify_minutes: after how long to tell again that it is still firing; 0: never.
        missing: what too few samples mean.
        runbook_url: where it is written what to do.

    """

    id: str
    name: str
    rule_type: AlertRuleType
    threshold: float
    time_window_minutes: int
    severity: AlertSeverity
    filters: Mapping[str, str | Sequence[str]] = field(default_factory=dict[str, str | Sequence[str]])
    enabled: bool = True
    description: str = ""
    group_by: tuple[str, ...] = ()
    direction: Direction | None = None
    quantile: float = 0.95
    measure: Measure | None = None
    reference: Reference = Reference.SAME_HOUR
    reference_days: int = 7
    latency_ms: float | None = None
    burn_windows: tuple[BurnWindow, ...] = BURN_WINDOWS
    minimum_samples: int = 1
    noise_test: bool = False
    lookback_minutes: int = 0
    pending_minutes: int = 0
    recovery_threshold: float | None = None
    cooldown_minutes: int = 30
    renotify_minutes: int = 0
    missing: Missing = Missing.IGNORE
    runbook_url: str = ""

    @property
    def measured(self) -> Measure:
        """What it measures, whatever it makes of that."""
        return _MEASURED.get(self.rule_type) or self.measure or Measure.ERROR_RATE

    @property
    def side(self) -> Direction:
        """The bad side of its threshold."""
        return self.direction or (Direction.BELOW if self.measured in _BAD_BELOW else Direction.ABOVE)

    @property
    def lengths_minutes(self) -> tuple[int, ...]:
        """The lengths of the windows that end now and that it looks at, the shortest first."""
        if self.rule_type is AlertRuleType.SLO_BURN:
            both = {length for pair in self.burn_windows for length in (pair.long_minutes, pair.short_minutes)}
            return tuple(sorted(both))
        shortest = self.time_window_minutes
        longer = [shortest * part for power in range(11) for part in (2 * 2**power, 3 * 2**power)]
        return shortest, *(length for length in longer if length <= self.lookback_minutes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Monitoring:
    """Whether a project's rules are looked at, how often, when they last were, and which of ours it was given."""

    is_on: bool = True
    interval_s: int = 60
    checked_at: datetime | None = None
    builtins: tuple[str, ...] = ()
