"""Whether chance explains that a threshold is crossed, however often one looks."""

import math

from ratchet.domain.alert import AlertRule, Direction, Measure
from ratchet.domain.sample import Sample
from ratchet.stats.evidence import weigh_bets, weigh_mean, weigh_share, weigh_sum

LOOKS = 100_000
"""With nothing wrong a rule fires, per group, at most once in so many looks on average: ten weeks of one a minute.

Even then only if the truth lies right at the threshold the whole time.
"""
EVIDENCE_MIN = math.log(LOOKS)


def weigh(rule: AlertRule, sample: Sample, threshold: float) -> float:
    """The evidence that what a sample was drawn from lies on the bad side of a threshold, as a natural logarithm."""
    match rule.measured:
        case Measure.ERROR_RATE:
            return _weigh_part(rule, sample.hits, sample.size, threshold)
        case Measure.LATENCY:
            return _weigh_part(rule, slower(rule, sample, threshold), sample.size, 1 - rule.quantile)
        case Measure.QUALITY | Measure.SCORE:
            return _weigh_mean(rule, sample, threshold)
        case _:
            return _weigh_sum(rule, sample, threshold)


def slower(rule: AlertRule, sample: Sample, limit_ms: float) -> int:
    """How many traces took longer than a limit: exactly, where it is the rule's own."""
    return sample.hits if limit_ms == rule.threshold else sample.above(limit_ms)


def _weigh_part(rule: AlertRule, hits: int, size: int, limit: float) -> float:
    if rule.side is Direction.ABOVE:
        return weigh_share(hits, size, limit)
    return weigh_share(size - hits, size, 1 - limit)


def _weigh_mean(rule: AlertRule, sample: Sample, threshold: float) -> float:
    # Bets are laid against the rule's own threshold, and hold for values up to 1.
    if sample.wealth and sample.highest <= 1:
        return weigh_bets(sample.wealth)
    excess = (sample.mean or 0.0) - threshold
    return weigh_mean(excess if rule.side is Direction.ABOVE else -excess, sample.deviation, sample.size)


def _weigh_sum(rule: AlertRule, sample: Sample, threshold: float) -> float:
    per_value = sample.squares / sample.total if sample.total > 0 else 1.0
    total = sample.total if rule.side is Direction.ABOVE else 2 * threshold - sample.total
    return weigh_sum(total, threshold, per_value=per_value)
