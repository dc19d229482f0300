"""The interval in which lies what a rule watches, as far as a sample of it can tell."""

from ratchet.domain.alert import AlertRule, AlertRuleType, Measure
from ratchet.domain.firing import Finding
from ratchet.domain.sample import Sample
from ratchet.stats.estimate import Estimate, estimate_mean_of, estimate_share, quantile_levels


def estimate(rule: AlertRule, finding: Finding) -> Estimate:
    """The value of a look with its 95 % interval; sums are counted, and have none."""
    sample = finding.sample
    if finding.value is None or not sample.size:
        return Estimate(finding.value, None, None, finding.samples)
    if rule.rule_type is AlertRuleType.SLO_BURN:
        return _scale(estimate_share(sample.hits, sample.size), 1 / rule.threshold)
    match rule.measured:
        case Measure.ERROR_RATE:
            return estimate_share(sample.hits, sample.size)
        case Measure.LATENCY:
            return _estimate_quantile(rule.quantile, sample)
        case Measure.QUALITY | Measure.SCORE:
            return estimate_mean_of(finding.value, sample.deviation, sample.size)
        case _:
            return Estimate(finding.value, None, None, sample.size)


def _estimate_quantile(level: float, sample: Sample) -> Estimate:
    low, high = quantile_levels(level, sample.size)
    return Estimate(
        sample.quantile(level),
        None if low is None else sample.quantile(low),
        None if high is None else sample.quantile(high),
        sample.size,
    )


def _scale(estimate: Estimate, factor: float) -> Estimate:
    value, low, high = (None if one is None else one * factor for one in (estimate.value, estimate.low, estimate.high))
    return Estimate(value, low, high, estimate.samples)
