"""Alert rules as /admin/alerts takes and shows them."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema, field_validator

from ratchet.domain.alert import (
    BURN_WINDOWS,
    AlertRule,
    AlertRuleType,
    AlertSeverity,
    BurnWindow,
    Direction,
    Measure,
    Missing,
    Reference,
)
from ratchet.domain.firing import AlertState
from ratchet.http.fields import Text

MINUTES_MAX = 10_080
_LOOKBACK_MAX = 1_440

RuleId = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\s/\x00][^/\x00\r\n]*$")]
RuleName = Annotated[Text, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
FieldName = Annotated[Text, StringConstraints(min_length=1, max_length=200)]
FilterValue = Annotated[Text, StringConstraints(min_length=1, max_length=800)]
FilterValues = Annotated[
    list[FilterValue],
    Field(min_length=1, max_length=100),
    BeforeValidator(lambda value: [value] if isinstance(value, str) else value),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]
Filters = dict[FieldName, FilterValues]
Number = Annotated[float, Field(allow_inf_nan=False, ge=-1e15, le=1e15)]
Labels = Annotated[dict[FieldName, Text], Field(max_length=3)]


class AlertIn(BaseModel):
    """What is sent about alerts; a name that is not known is refused."""

    model_config = ConfigDict(extra="forbid")


class BurnWindowIn(AlertIn):
    """A pair of windows over which an error budget must not burn this many times too fast."""

    long_minutes: int = Field(ge=1, le=43_200)
    short_minutes: int = Field(ge=1, le=43_200)
    factor: float = Field(gt=0, le=1e6, allow_inf_nan=False)


class RuleParts(AlertIn):
    """What a rule may say beyond what it watches; `null` stands for the default."""

    enabled: bool | None = None
    description: Text | None = Field(None, max_length=10_000)
    filters: Filters | None = Field(None, max_length=20, description="Fields, and the value or values they must have")
    group_by: list[FieldName] | None = Field(None, max_length=3, description="An alert for each of their values")
    direction: Direction | None = None
    quantile: float | None = Field(None, gt=0, lt=1, description="Which quantile of latencies; 0.95 by default")
    measure: Measure | None = Field(None, description="What `change` and `slo_burn` measure")
    reference: Reference | None = Field(None, description="What a change is a change from")
    reference_days: int | None = Field(None, ge=1, le=28)
    latency_ms: float | None = Field(None, gt=0, le=1e9, description="What is too slow, for `slo_burn` of latencies")
    burn_windows: list[BurnWindowIn] | None = Field(None, min_length=1, max_length=5)
    minimum_samples: int | None = Field(None, ge=1, le=1_000_000)
    noise_test: bool | None = Field(None, description="Fire only when chance does not explain it")
    lookback_minutes: int | None = Field(None, ge=0, le=_LOOKBACK_MAX)
    pending_minutes: int | None = Field(None, ge=0, le=MINUTES_MAX)
    recovery_threshold: Number | None = None
    cooldown_minutes: int | None = Field(None, ge=0, le=MINUTES_MAX)
    renotify_minutes: int | None = Field(None, ge=0, le=MINUTES_MAX)
    missing: Missing | None = None
    runbook_url: Text | None = Field(None, max_length=2_000, pattern=r"^(https?://\S+)?$")
    allow_unmatched: bool = Field(False, description="Keep a rule whose filters no trace of the last 24 hours meets")

    @field_validator("group_by")
    @classmethod
    def _check_group_by(cls, names: list[str] | None) -> list[str] | None:
        if names is not None and len(set(names)) < len(names):
            raise ValueError("A field is named twice")
        return names

    def to_rule(self, rule: AlertRule) -> AlertRule:
        """A rule with what was said changed."""
        said = self.model_dump(exclude_unset=True, exclude={"id", "allow_unmatched"})
        changes = {name: _DEFAULTS.get(name) if value is None else value for name, value in said.items()}
        changes = {name: value for name, value in changes.items() if value is not None or name in _OPTIONAL}
        if "filters" in changes:
            changes["filters"] = {name: _unpack(values) for name, values in changes["filters"].items()}
        if "group_by" in changes:
            changes["group_by"] = tuple(changes["group_by"])
        if "burn_windows" in changes:
            changes["burn_windows"] = tuple(_to_burn_window(window) for window in changes["burn_windows"] or ())
        return replace(rule, **changes)


class RuleChange(RuleParts):
    """What is to be changed of a rule; what is left out stays, and `null` stands for the default."""

    name: RuleName | None = None
    rule_type: AlertRuleType | None = None
    threshold: Number | None = None
    time_window_minutes: int | None = Field(None, ge=1, le=MINUTES_MAX)
    severity: AlertSeverity | None = None


class RuleIn(RuleParts):
    """A rule to be made. Made of the first fields alone, it means what it says: any sample, and no test for noise."""

    id: RuleId | None = Field(None, description="Its id; made where it is left out")
    name: RuleName
    rule_type: AlertRuleType
    threshold: Number = Field(
        description="A share from 0 to 1 for error rates, milliseconds for latencies, US dollars for cost; for "
        "`change` the relative change, for `slo_burn` the error budget (0.001: 99.9 % shall be good)"
    )
    time_window_minutes: int = Field(5, ge=1, le=MINUTES_MAX)
    severity: AlertSeverity = AlertSeverity.WARNING

    def to_new_rule(self, rule_id: str) -> AlertRule:
        """The rule that it describes."""
        plain = AlertRule(
            id=self.id or rule_id,
            name=self.name,
            rule_type=self.rule_type,
            threshold=self.threshold,
            time_window_minutes=self.time_window_minutes,
            severity=self.severity,
            group_by=_EACH_PROBE if self.rule_type is AlertRuleType.PROBE_FAILURE else (),
        )
        return self.to_rule(plain)


# Traces of probes bear their names: unless told otherwise, each probe is an alert of its own.
_EACH_PROBE = ("name",)
_PLAIN = AlertRule(
    id="",
    name="",
    rule_type=AlertRuleType.ERROR_RATE,
    threshold=0,
    time_window_minutes=1,
    severity=AlertSeverity.WARNING,
)
_OPTIONAL = frozenset({"direction", "measure", "latency_ms", "recovery_threshold"})
_REQUIRED = frozenset({"id", "name", "rule_type", "threshold", "time_window_minutes", "severity"})
_DEFAULTS: Mapping[str, Any] = {
    name: value for name, value in (asdict(_PLAIN) | {"burn_windows": BURN_WINDOWS}).items() if name not in _REQUIRED
}


def _unpack(values: list[str]) -> str | list[str]:
    return values[0] if len(values) == 1 else values


def _to_burn_window(window: Any) -> BurnWindow:
    return BurnWindow(**window) if isinstance(window, dict) else window


class RuleOut(BaseModel):
    """A rule, and where it stands: `state` is the worst of its groups'."""

    id: str
    name: str
    rule_type: AlertRuleType
    threshold: float
    time_window_minutes: int
    severity: AlertSeverity
    enabled: bool
    description: str
    filters: dict[str, str | list[str]]
    group_by: list[str]
    direction: Direction
    quantile: float
    measure: Measure
    reference: Reference
    reference_days: int
    latency_ms: float | None
    burn_windows: list[BurnWindowIn]
    minimum_samples: int
    noise_test: bool
    lookback_minutes: int
    pending_minutes: int
    recovery_threshold: float | None
    cooldown_minutes: int
    renotify_minutes: int
    missing: Missing
    runbook_url: str
    state: AlertState = AlertState.INACTIVE
    warnings: list[str] = []

    @classmethod
    def of(
        cls, rule: AlertRule, *, state: AlertState = AlertState.INACTIVE, warnings: tuple[str, ...] = ()
    ) -> "RuleOut":
        """A rule as it leaves."""
        fields: dict[str, Any] = asdict(rule) | {
            "filters": {name: value if isinstance(value, str) else list(value) for name, value in rule.filters.items()},
            "direction": rule.side,
            "measure": rule.measured,
            "burn_windows": [window._asdict() for window in rule.burn_windows],
        }
        return cls(**fields, state=state, warnings=list(warnings))


class RulesOut(BaseModel):
    """The rules of a project by their names."""

    rules: list[RuleOut]


class RuleGoneOut(BaseModel):
    """A rule that was deleted; its history stays."""

    id: str
    name: str
