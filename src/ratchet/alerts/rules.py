"""Making rules, changing and deleting them; what no rule can mean is refused, and the rule stays as it was."""

from datetime import datetime
from time import time_ns
from uuid import uuid4

from ratchet.alerts.gauging import SCORE_NAME, gauge_of
from ratchet.alerts.history import end_firings
from ratchet.alerts.matching import check_matches
from ratchet.alerts.measuring import DAY_NS, read_quality_names
from ratchet.alerts.observed import Observed
from ratchet.alerts.schemas import RuleChange, RuleIn
from ratchet.domain.alert import AlertRule, AlertRuleType, Direction, Measure, Missing
from ratchet.domain.window import Window
from ratchet.errors import Conflict, Invalid, NotFound
from ratchet.http.fields import invalid_field
from ratchet.store.events.gauge_fields import FIELD_NAMES
from ratchet.store.events.gauges import read_gauges
from ratchet.store.records.alert_rules import delete_rule, read_rule, read_rules, replace_rule, write_rule

RULES_MAX = 1000
_NOWHEN = Window(0, 1)
_SHARES = frozenset({Measure.ERROR_RATE, Measure.QUALITY})
_OF_SCORES = frozenset({Measure.QUALITY, Measure.SCORE})
_LATENCY_MINUTES_MAX = 1440


def find_rule(observed: Observed, rule_id: str) -> AlertRule:
    """A rule by its id; raises `NotFound` when there is none."""
    rule = None if "\0" in rule_id else read_rule(observed.records, observed.project_id, rule_id)
    if rule is None:
        raise NotFound(f"There is no alert rule {rule_id!r} in this project. GET /admin/alerts/rules lists them.")
    return rule


def create_rule(observed: Observed, sent: RuleIn) -> AlertRule:
    """Make a rule; raises `Conflict` when its name or id is taken, `Invalid` when it could mean nothing."""
    rule = check_rule(observed, sent.to_new_rule(uuid4().hex))
    if not sent.allow_unmatched:
        check_matches(observed, rule)
    with observed.records.lock(observed.lock):
        _check_free(observed, rule)
        write_rule(observed.records, observed.project_id, rule)
    return rule


def change_rule(observed: Observed, rule_id: str, sent: RuleChange, now: datetime) -> AlertRule:
    """Change a rule; one that is switched off, or asks for something else now, ends what it had firing."""
    with observed.records.lock(observed.lock):
        before = find_rule(observed, rule_id)
        rule = check_rule(observed, sent.to_rule(before))
        if rule.filters != before.filters and not sent.allow_unmatched:
            check_matches(observed, rule)
        _check_free(observed, rule, but=rule_id)
        if (before.enabled and not rule.enabled) or before.group_by != rule.group_by:
            end_firings(observed, before, now, "the rule was switched off or regrouped")
        replace_rule(observed.records, observed.project_id, rule)
    return rule


def remove_rule(observed: Observed, rule_id: str, now: datetime) -> AlertRule:
    """Delete a rule, and end what it had firing; its history stays."""
    with observed.records.lock(observed.lock):
        rule = find_rule(observed, rule_id)
        end_firings(observed, rule, now, "the rule was deleted")
        delete_rule(observed.records, observed.project_id, rule_id)
    return rule


def check_rule(observed: Observed, rule: AlertRule) -> AlertRule:
    """The rule, if it can mean something; raises `Invalid` naming the field otherwise."""
    _check_threshold(rule)
    _check_kind(rule)
    _check_windows(rule)
    _check_fields(observed, rule)
    return rule


def warn(observed: Observed, rule: AlertRule) -> tuple[str, ...]:
    """What somebody who makes a rule may not know: that nothing of the last day is what it is about."""
    now = time_ns()
    window = Window(now - DAY_NS, now)
    names = read_quality_names(observed, [rule], window)
    [reading] = read_gauges(
        observed.events, observed.project_id, window, [gauge_of(rule, names, starts=(window.start,))], groups_max=1
    )
    if reading.groups:
        return ()
    what = f"meets the filters {dict(rule.filters)}" if rule.filters else "is what the rule measures"
    return (f"Nothing of the last 24 hours {what}. The rule is kept, and waits for it.",)


def _check_free(observed: Observed, rule: AlertRule, but: str | None = None) -> None:
    others = [other for other in read_rules(observed.records, observed.project_id) if other.id != but]
    if any(other.name == rule.name for other in others):
        raise Conflict(f"name: there is an alert rule {rule.name!r} already. Change it with PUT, or take another name.")
    if any(other.id == rule.id for other in others):
        raise Conflict(f"id: there is an alert rule with the id {rule.id!r} already. Take another, or leave it out.")
    if but is None and len(others) >= RULES_MAX:
        raise Conflict(f"A project has at most {RULES_MAX} alert rules. Delete some, or group one by a field.")


def _check_threshold(rule: AlertRule) -> None:
    is_relative = rule.rule_type is AlertRuleType.CHANGE
    for name in ("threshold", "recovery_threshold"):
        value = getattr(rule, name)
        if value is None:
            continue
        if is_relative and not (0 <= value <= 1000 and (value < 1 or rule.side is Direction.ABOVE)):
            raise invalid_field(name, f"{value:g} is no relative change: 0.5 is half as much again, or half less.")
        if not is_relative and (rule.measured in _SHARES or rule.rule_type is AlertRuleType.SLO_BURN):
            _check_share(name, value, rule)
        elif value < 0 and rule.measured is not Measure.SCORE:
            raise invalid_field(name, f"{rule.measured} is never below 0, and {value:g} is.")
    _check_recovery(rule)


def _check_share(name: str, value: float, rule: AlertRule) -> None:
    if rule.rule_type is AlertRuleType.SLO_BURN:
        if not 0 < value < 1:
            raise invalid_field(name, f"{value:g} is no error budget: 0.001 means that 99.9 % shall be good.")
    elif not 0 <= value <= 1:
        raise invalid_field(name, f"{value:g} is no share: write {value / 100:g} for {value:g} %.")


def _check_recovery(rule: AlertRule) -> None:
    recovery = rule.recovery_threshold
    if recovery is None:
        return
    grows_worse = rule.side is Direction.ABOVE or rule.rule_type is AlertRuleType.CHANGE
    if recovery > rule.threshold if grows_worse else recovery < rule.threshold:
        raise invalid_field("recovery_threshold", f"{recovery:g} lies beyond the threshold {rule.threshold:g} itself.")


def _check_kind(rule: AlertRule) -> None:
    if rule.rule_type is AlertRuleType.CHANNEL_FAILING:
        raise invalid_field("rule_type", "Channels are watched without a rule: one that fails is told to the others.")
    if rule.rule_type is AlertRuleType.CHANGE and rule.measure is None:
        raise invalid_field("measure", f"A change is a change of something: one of {', '.join(Measure)}.")
    if rule.rule_type is AlertRuleType.SLO_BURN:
        if rule.measured not in (Measure.ERROR_RATE, Measure.LATENCY):
            raise invalid_field("measure", "An error budget is one of error_rate or of latency.")
        if rule.measured is Measure.LATENCY and rule.latency_ms is None:
            raise invalid_field("latency_ms", "Say how many milliseconds are too slow.")
    if rule.measured is Measure.SCORE and SCORE_NAME not in rule.filters:
        raise invalid_field("filters", 'Say which score: {"score_name": "faithfulness"}.')
    if SCORE_NAME in rule.filters and rule.measured not in _OF_SCORES:
        raise invalid_field("filters", f"{rule.measured} is not made of scores, and has no score_name.")


def _check_windows(rule: AlertRule) -> None:
    if rule.measured is Measure.LATENCY and rule.time_window_minutes > _LATENCY_MINUTES_MAX:
        raise invalid_field("time_window_minutes", f"Latencies are measured over {_LATENCY_MINUTES_MAX} min at most.")
    for pair in rule.burn_windows:
        if pair.short_minutes >= pair.long_minutes:
            raise invalid_field("burn_windows", "The short window of a pair is shorter than the long one.")
    if rule.missing is Missing.ALERT and rule.measured is Measure.TRAFFIC:
        raise invalid_field("missing", "Traffic is never missing: none of it is 0. Set a threshold above 0.")


def _check_fields(observed: Observed, rule: AlertRule) -> None:
    """Ask the store about a time in which nothing happened: it knows what it can filter and group by."""
    if SCORE_NAME in rule.group_by and rule.measured not in _OF_SCORES:
        raise invalid_field("group_by", f"{rule.measured} is not made of scores, and has no score_name.")
    for name in ("filters", "group_by"):
        unknown = [field for field in getattr(rule, name) if not _is_field(field)]
        if unknown:
            raise invalid_field(name, f"There is no field {unknown[0]!r}. Use one of: {', '.join(FIELD_NAMES)}.")
    try:
        read_gauges(observed.events, observed.project_id, _NOWHEN, [gauge_of(rule, (), starts=(0,))])
    except Invalid as error:
        raise invalid_field("filters", error.message) from error


def _is_field(name: str) -> bool:
    return name in FIELD_NAMES or (name.startswith("metadata.") and len(name) > len("metadata."))
