"""What the rules of a project have to read, as gauges."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ratchet.domain.alert import AlertRule, AlertRuleType, Direction, Measure
from ratchet.domain.condition import Condition, Operator
from ratchet.domain.environment import ALL_ENVIRONMENTS, OF_PROBES, OF_USERS, Environments
from ratchet.domain.measurement import Subject
from ratchet.stats.evidence import bets_below
from ratchet.store.events.gauges import Gauge

SCORE_NAME = "score_name"
ENVIRONMENT = "environment"


class Source(NamedTuple):
    """Which value of which rows a measure is made of."""

    subject: Subject
    value: str


SOURCES: Mapping[Measure, Source] = {
    Measure.ERROR_RATE: Source(Subject.TRACES, "failed"),
    Measure.LATENCY: Source(Subject.TRACES, "latency_ms"),
    Measure.TRAFFIC: Source(Subject.TRACES, "count"),
    Measure.COST: Source(Subject.SPANS, "cost"),
    Measure.TOKENS: Source(Subject.SPANS, "tokens"),
    Measure.QUALITY: Source(Subject.SCORES, "quality"),
    Measure.SCORE: Source(Subject.SCORES, "value"),
}
TRAFFIC = SOURCES[Measure.TRAFFIC]
_FAILED = 0.5  # a trace that failed counts 1, another 0


def gauge_of(
    rule: AlertRule,
    quality_names: Sequence[str],
    *,
    starts: tuple[int, ...] = (),
    step_ns: int = 0,
    source: Source | None = None,
) -> Gauge:
    """What a rule reads, in slices of time as `Gauge` has them; or another value of what it is about."""
    subject, value = source or SOURCES[rule.measured]
    return Gauge(
        subject=subject,
        value=value,
        conditions=_conditions(rule, subject, quality_names),
        group_by=rule.group_by,
        starts=starts,
        step_ns=step_ns,
        limit=_limit(rule),
        bets=_bets(rule) if subject is Subject.SCORES else (),
        with_histogram=value == "latency_ms",
        of=environments_of(rule),
    )


def environments_of(rule: AlertRule) -> Environments:
    """Which environments a rule is about: probes' where it watches probes, else users', unless its filters choose."""
    if rule.rule_type is AlertRuleType.PROBE_FAILURE:
        return OF_PROBES
    return ALL_ENVIRONMENTS if ENVIRONMENT in rule.filters else OF_USERS


def _conditions(rule: AlertRule, subject: Subject, quality_names: Sequence[str]) -> tuple[Condition, ...]:
    wanted = {name: [value] if isinstance(value, str) else list(value) for name, value in rule.filters.items()}
    if subject is not Subject.SCORES:
        wanted.pop(SCORE_NAME, None)
    elif rule.measured is Measure.QUALITY:
        chosen = wanted.get(SCORE_NAME)
        wanted[SCORE_NAME] = [name for name in quality_names if chosen is None or name in chosen] or [""]
    return tuple(Condition(name, Operator.ANY_OF, values) for name, values in wanted.items())


def _limit(rule: AlertRule) -> float:
    if rule.measured is Measure.ERROR_RATE:
        return _FAILED
    if rule.rule_type is AlertRuleType.SLO_BURN:
        return rule.latency_ms or 0.0
    return rule.threshold


def _bets(rule: AlertRule) -> tuple[float, ...]:
    is_bet_on = rule.noise_test and rule.rule_type is not AlertRuleType.CHANGE and rule.side is Direction.BELOW
    return bets_below(rule.threshold) if is_bet_on and 0 < rule.threshold < 1 else ()
