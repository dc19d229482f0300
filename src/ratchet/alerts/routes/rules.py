"""The routes for rules: listed, made, changed, deleted, and what kinds there are."""

from collections.abc import Mapping
from datetime import UTC, datetime

from fastapi import APIRouter

from ratchet.alerts.builtin import BUILTINS
from ratchet.alerts.history_schemas import RuleTypeOut, RuleTypesOut, SeveritiesOut
from ratchet.alerts.routes.dependencies import ObservedProject
from ratchet.alerts.rules import change_rule, create_rule, find_rule, remove_rule, warn
from ratchet.alerts.schemas import RuleChange, RuleGoneOut, RuleIn, RuleOut, RulesOut
from ratchet.alerts.worst import read_states
from ratchet.auth.guard import Caller
from ratchet.domain.alert import AlertRuleType, AlertSeverity
from ratchet.domain.firing import AlertState
from ratchet.http.bounded import BoundedRoute
from ratchet.store.records.alert_rules import read_rules

router = APIRouter(prefix="/admin/alerts", route_class=BoundedRoute, tags=["alerts"])

_TYPES: Mapping[AlertRuleType, tuple[str, str]] = {
    AlertRuleType.ERROR_RATE: ("More than this share of traces failed", "a share from 0 to 1"),
    AlertRuleType.QUALITY_DROP: ("The average of the scores that speak of quality is below", "from 0 to 1"),
    AlertRuleType.LATENCY_SPIKE: ("A quantile of the latency of traces is above", "milliseconds"),
    AlertRuleType.SCORE_DROP: ("The average of one score is below", "on the score's own scale"),
    AlertRuleType.COST: ("What was spent in the window is above", "US dollars"),
    AlertRuleType.TOKENS: ("The tokens used in the window are above", "tokens"),
    AlertRuleType.TRAFFIC: ("The number of traces in the window is below", "traces"),
    AlertRuleType.CHANGE: ("A measure has changed from the hour of earlier days, or the window before", "0.5: by half"),
    AlertRuleType.SLO_BURN: ("An error budget burns too fast, over a long and a short window", "0.001: 99.9 % good"),
    AlertRuleType.PROBE_FAILURE: ("More than this share of a probe's runs found it down", "a share from 0 to 1"),
}


@router.get("/rules")
def list_rules(observed: ObservedProject) -> RulesOut:
    """The rules of the project by their names, and where each stands."""
    states = read_states(observed)
    rules = read_rules(observed.records, observed.project_id)
    return RulesOut(rules=[RuleOut.of(rule, state=states.get(rule.id, AlertState.INACTIVE)) for rule in rules])


@router.post("/rules", status_code=201)
def create(observed: ObservedProject, sent: RuleIn) -> RuleOut:
    """Make a rule; `409` when its name is taken, `400` when no trace of the last day meets a filter of it.

    With `allow_unmatched` it is kept for what is to come, and `warnings` says that nothing of the last day was.
    """
    rule = create_rule(observed, sent)
    return RuleOut.of(rule, warnings=warn(observed, rule))


@router.get("/rules/{rule_id}")
def show(observed: ObservedProject, rule_id: str) -> RuleOut:
    """One rule, and where it stands."""
    rule = find_rule(observed, rule_id)
    return RuleOut.of(rule, state=read_states(observed).get(rule.id, AlertState.INACTIVE))


@router.put("/rules/{rule_id}")
def change(observed: ObservedProject, rule_id: str, sent: RuleChange) -> RuleOut:
    """Change a rule; what is left out stays. What it had firing ends when it is switched off or regrouped."""
    rule = change_rule(observed, rule_id, sent, datetime.now(UTC))
    state = read_states(observed).get(rule.id, AlertState.INACTIVE)
    return RuleOut.of(rule, state=state, warnings=warn(observed, rule))


@router.delete("/rules/{rule_id}")
def delete(observed: ObservedProject, rule_id: str) -> RuleGoneOut:
    """Delete a rule; its history stays."""
    rule = remove_rule(observed, rule_id, datetime.now(UTC))
    return RuleGoneOut(id=rule.id, name=rule.name)


@router.get("/rule-types")
def list_rule_types(_caller: Caller) -> RuleTypesOut:
    """The types of rules, and what their thresholds are."""
    shipped = {rule.rule_type: rule for rule in reversed(BUILTINS)}
    return RuleTypesOut(
        rule_types=[
            RuleTypeOut(
                type=kind,
                description=description,
                threshold=threshold,
                default_threshold=shipped[kind].threshold if kind in shipped else None,
                default_time_window_minutes=shipped[kind].time_window_minutes if kind in shipped else 10,
                default_severity=shipped[kind].severity if kind in shipped else AlertSeverity.WARNING,
            )
            for kind, (description, threshold) in _TYPES.items()
        ]
    )


@router.get("/severities")
def list_severities(_caller: Caller) -> SeveritiesOut:
    """The severities, the mildest first."""
    return SeveritiesOut(severities=list(AlertSeverity))
