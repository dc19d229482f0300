"""Alerts in words: what people read first in a notification and in the history."""

from collections.abc import Callable, Mapping

from ratchet.domain.alert import AlertRule, AlertRuleType, Direction, Measure
from ratchet.domain.firing import Finding

_NAMES: Mapping[Measure, str] = {
    Measure.ERROR_RATE: "Error rate",
    Measure.QUALITY: "Average quality",
    Measure.LATENCY: "Latency",
    Measure.SCORE: "Average score",
    Measure.COST: "Cost",
    Measure.TOKENS: "Tokens",
    Measure.TRAFFIC: "Traffic",
}
_UNITS: Mapping[Measure, Callable[[float], str]] = {
    Measure.ERROR_RATE: lambda value: f"{100 * value:.3g} %",
    Measure.LATENCY: lambda value: f"{value:,.0f} ms",
    Measure.COST: lambda value: f"${value:,.4g}",
    Measure.TOKENS: lambda value: f"{value:,.0f} tokens",
    Measure.TRAFFIC: lambda value: f"{value:,.0f} traces",
}


def describe(rule: AlertRule, finding: Finding, labels: Mapping[str, str]) -> str:
    """One sentence: what it is, how much, of how many, over which time, and what it should be."""
    where = f" ({', '.join(f'{name} {value or None}' for name, value in labels.items())})" if labels else ""
    minutes = f"in {finding.window_minutes} min"
    if finding.value is None:
        return f"{_name(rule)}{where}: too few samples {minutes} to say anything, and there should be some."
    of = f"of {finding.samples:,} samples {minutes}"
    if rule.rule_type is AlertRuleType.SLO_BURN:
        return (
            f"{_name(rule)}{where}: the error budget of {100 * rule.threshold:.3g} % burns {finding.value:.3g} "
            f"times too fast {of}; the limit is {finding.threshold:.3g}."
        )
    unit = _UNITS.get(rule.measured, lambda value: f"{value:.3g}")
    side = "above" if rule.side is Direction.ABOVE else "below"
    return f"{_name(rule)}{where} is {unit(finding.value)} {of}, {side} {unit(finding.threshold)}."


def _name(rule: AlertRule) -> str:
    name = _NAMES[rule.measured]
    if rule.rule_type is AlertRuleType.PROBE_FAILURE:
        name = "Share of probe runs that found it down"
    if rule.measured is Measure.LATENCY:
        name = f"{100 * rule.quantile:g}th percentile of latency"
    if rule.measured is Measure.SCORE and isinstance(rule.filters.get("score_name"), str):
        name = f"Average {rule.filters['score_name']}"
    return name
