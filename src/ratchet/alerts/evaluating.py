"""What a look at one group of a rule says: crossed, recovered, neither, or that there is nothing to say."""

import math

from ratchet.alerts.measuring import Measured, reference_length, watches_silence
from ratchet.alerts.noise import EVIDENCE_MIN, slower, weigh
from ratchet.domain.alert import SUMS, AlertRule, AlertRuleType, BurnWindow, Direction, Measure
from ratchet.domain.firing import Finding, Outcome
from ratchet.domain.sample import Sample
from ratchet.stats.evidence import weigh_share

# One of every few traces may be scored at all: so many times the least sample without a single score is silence.
_SILENT_TIMES = 5


def evaluate(rule: AlertRule, measured: Measured) -> Finding:
    """Hold what was measured of a group against its rule."""
    if rule.rule_type is AlertRuleType.SLO_BURN:
        return _evaluate_burn(rule, measured)
    if rule.rule_type is AlertRuleType.CHANGE:
        return _evaluate_change(rule, measured)
    recovery = rule.threshold if rule.recovery_threshold is None else rule.recovery_threshold
    return _compare(rule, measured, rule.threshold, recovery)


def value_of(rule: AlertRule, sample: Sample) -> float | None:
    """What a sample comes to in the rule's measure; None where no sample can say."""
    match rule.measured:
        case Measure.LATENCY:
            return sample.quantile(rule.quantile)
        case measure if measure in SUMS:
            return sample.total
        case _:
            return sample.mean


def _compare(rule: AlertRule, measured: Measured, threshold: float, recovery: float) -> Finding:
    length = _enough(rule, measured)
    # What a judge said an hour ago is no excuse for saying nothing now.
    if length is None or (watches_silence(rule) and _is_silent(rule, measured)):
        return _missing(rule, measured, threshold)
    sample = measured.samples.get(length, Sample())
    finding = Finding(Outcome.WITHIN, value_of(rule, sample), sample.size, threshold, length, sample=sample)
    if not _is_beyond(rule, sample, threshold):
        is_back = recovery == threshold or not _is_beyond(rule, sample, recovery)
        return finding._replace(outcome=Outcome.RECOVERED if is_back else Outcome.WITHIN)
    if _is_over(rule, measured, length, threshold):
        return finding
    if not rule.noise_test:
        return finding._replace(outcome=Outcome.CROSSED)
    evidence = _gather(rule, measured, threshold)
    outcome = Outcome.CROSSED if evidence >= EVIDENCE_MIN else Outcome.WITHIN
    return finding._replace(outcome=outcome, evidence=evidence)


def _enough(rule: AlertRule, measured: Measured) -> int | None:
    """The shortest of the rule's windows with samples enough."""
    if rule.measured in SUMS:
        return rule.time_window_minutes
    return next((length for length, one in measured.samples.items() if one.size >= max(1, rule.minimum_samples)), None)


def _is_beyond(rule: AlertRule, sample: Sample, threshold: float) -> bool:
    if rule.measured is Measure.LATENCY:
        # That the p95 exceeds a limit means that more than 5 % of all values do.
        is_above = slower(rule, sample, threshold) > sample.size - math.ceil(rule.quantile * sample.size - 1e-9)
        return is_above is (rule.side is Direction.ABOVE)
    value = value_of(rule, sample)
    if value is None:
        return False
    return value > threshold if rule.side is Direction.ABOVE else value < threshold


def _is_over(rule: AlertRule, measured: Measured, length: int, threshold: float) -> bool:
    """Whether what a longer window saw lies back already: the next shorter one, however small, is no longer beyond."""
    shorter = [sample for other, sample in measured.samples.items() if other < length and sample.size]
    return rule.measured not in SUMS and bool(shorter) and not _is_beyond(rule, shorter[-1], threshold)


def _gather(rule: AlertRule, measured: Measured, threshold: float) -> float:
    """The most evidence that any of the rule's windows holds: a slow slide shows in none but the long ones."""
    shortest = rule.time_window_minutes
    return max(
        weigh(rule, sample, threshold * length / shortest if rule.measured in SUMS else threshold)
        for length, sample in measured.samples.items()
    )


def _evaluate_change(rule: AlertRule, measured: Measured) -> Finding:
    known = [sample for sample in measured.references if sample.size]
    reference = _value_of_references(rule, known)
    if reference is None or sum(sample.size for sample in known) < max(1, rule.minimum_samples):
        return _missing(rule, measured, rule.threshold)
    recovery = rule.threshold if rule.recovery_threshold is None else rule.recovery_threshold
    sign = 1 if rule.side is Direction.ABOVE else -1
    return _compare(rule, measured, reference * (1 + sign * rule.threshold), reference * (1 + sign * recovery))


def _value_of_references(rule: AlertRule, references: list[Sample]) -> float | None:
    """What a window as long as the rule's came to before: a day of which nothing is known is no day of nothing."""
    merged = Sample()
    for sample in references:
        merged = merged.merge(sample)
    value = value_of(rule, merged) if merged.size else None
    if value is None or rule.measured not in SUMS:
        return value
    return value / len(references) * rule.time_window_minutes / reference_length(rule)


def _evaluate_burn(rule: AlertRule, measured: Measured) -> Finding:
    """Burnt too fast over a long window, and still over a short one (The Site Reliability Workbook, ch. 5)."""
    findings = [_burn(rule, measured, pair) for pair in rule.burn_windows]
    order = (Outcome.CROSSED, Outcome.WITHIN, Outcome.RECOVERED, Outcome.MISSING)
    return min(findings, key=lambda finding: order.index(finding.outcome))


def _burn(rule: AlertRule, measured: Measured, pair: BurnWindow) -> Finding:
    long = measured.samples.get(pair.long_minutes, Sample())
    short = measured.samples.get(pair.short_minutes, Sample())
    if long.size < max(1, rule.minimum_samples):
        return Finding(Outcome.MISSING, None, long.size, pair.factor, pair.long_minutes, is_silent=not long.size)
    burnt = long.hits / long.size / rule.threshold
    finding = Finding(Outcome.RECOVERED, burnt, long.size, pair.factor, pair.long_minutes, sample=long)
    is_still_burning = bool(short.size) and short.hits / short.size / rule.threshold > pair.factor
    if burnt <= pair.factor or not is_still_burning:
        return finding
    if not rule.noise_test:
        return finding._replace(outcome=Outcome.CROSSED)
    evidence = weigh_share(long.hits, long.size, pair.factor * rule.threshold)
    outcome = Outcome.CROSSED if evidence >= EVIDENCE_MIN else Outcome.WITHIN
    return finding._replace(outcome=outcome, evidence=evidence)


def _missing(rule: AlertRule, measured: Measured, threshold: float) -> Finding:
    sizes = [sample.size for sample in measured.samples.values()]
    return Finding(
        Outcome.MISSING,
        None,
        sizes[0] if sizes else 0,
        threshold,
        rule.time_window_minutes,
        is_silent=_is_silent(rule, measured),
    )


def _is_silent(rule: AlertRule, measured: Measured) -> bool:
    """Whether nothing comes where something should: for scores, although there are traces that they could be given."""
    if not watches_silence(rule):
        return not any(sample.size for sample in measured.samples.values())
    wanted = max(1, rule.minimum_samples) * (_SILENT_TIMES if rule.noise_test else 1)
    return any(
        traces.size >= wanted and not measured.samples.get(length, Sample()).size
        for length, traces in measured.traces.items()
    )
