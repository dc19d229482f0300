"""The rules that every project has from its first start."""

from ratchet.alerts.observed import Observed
from ratchet.domain.alert import AlertRule, AlertRuleType, AlertSeverity, Missing
from ratchet.errors import Conflict
from ratchet.store.records.alert_rules import read_monitoring, write_monitoring, write_rule

# Ours must not wake anybody for nothing: they ask for samples, and for more than chance explains.
_SAMPLES = 20
_LOOKBACK_MINUTES = 80
_SCORES_LOOKBACK_MINUTES = 320


def _score_drop(rule_id: str, name: str, score_name: str) -> AlertRule:
    return AlertRule(
        id=rule_id,
        name=name,
        description=f"The average of the score {score_name} is below 0.7, or nothing is given it any more.",
        rule_type=AlertRuleType.SCORE_DROP,
        threshold=0.7,
        time_window_minutes=10,
        severity=AlertSeverity.ERROR,
        filters={"score_name": score_name},
        minimum_samples=_SAMPLES,
        noise_test=True,
        lookback_minutes=_SCORES_LOOKBACK_MINUTES,
        missing=Missing.ALERT,
    )


BUILTINS = (
    AlertRule(
        id="error_rate",
        name="Error rate",
        description="More than a tenth of all traces fail.",
        rule_type=AlertRuleType.ERROR_RATE,
        threshold=0.10,
        time_window_minutes=5,
        severity=AlertSeverity.ERROR,
        minimum_samples=_SAMPLES,
        noise_test=True,
        lookback_minutes=_LOOKBACK_MINUTES,
    ),
    AlertRule(
        id="quality_drop",
        name="Quality drop",
        description="The average of all scores that speak of quality is below 0.7.",
        rule_type=AlertRuleType.QUALITY_DROP,
        threshold=0.7,
        time_window_minutes=10,
        severity=AlertSeverity.WARNING,
        minimum_samples=_SAMPLES,
        noise_test=True,
        lookback_minutes=_SCORES_LOOKBACK_MINUTES,
        missing=Missing.ALERT,
    ),
    AlertRule(
        id="latency_spike",
        name="Latency spike",
        description="One trace in twenty takes longer than 5 seconds.",
        rule_type=AlertRuleType.LATENCY_SPIKE,
        threshold=5000,
        time_window_minutes=10,
        severity=AlertSeverity.WARNING,
        minimum_samples=_SAMPLES,
        noise_test=True,
        lookback_minutes=_LOOKBACK_MINUTES,
    ),
    _score_drop("faithfulness_drop", "Faithfulness drop", "faithfulness"),
    _score_drop("citation_alignment_drop", "Citation alignment drop", "citation_alignment"),
)


def ensure_builtins(observed: Observed) -> None:
    """Give a project the rules of ours that it has not yet; one that was deleted stays away."""
    _, records, project_id = observed
    given = read_monitoring(records, project_id).builtins
    missing = [rule for rule in BUILTINS if rule.id not in given]
    for rule in missing:
        try:
            write_rule(records, project_id, rule)
        except Conflict:
            continue  # another replica started at the same moment, or a person was first
    if missing:
        write_monitoring(records, project_id, builtins=(*given, *(rule.id for rule in missing)))
