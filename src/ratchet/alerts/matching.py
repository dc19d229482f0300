"""Whether a rule's filters can ever match: each is held against the traffic of the last day before the rule is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from time import time_ns
from typing import Any

from ratchet.alerts.gauging import SCORE_NAME, TRAFFIC, gauge_of
from ratchet.alerts.measuring import DAY_NS
from ratchet.alerts.observed import Observed
from ratchet.domain.alert import AlertRule
from ratchet.domain.window import Window
from ratchet.errors import Invalid
from ratchet.store.events.gauges import Gauge, read_gauges

_VALUES_MAX = 10
_WAY_OUT = 'Send "allow_unmatched": true to keep the rule for what is still to come.'


def check_matches(observed: Observed, rule: AlertRule) -> None:
    """Raise `Invalid` naming the filter that no trace of the last day meets, with the values that there are.

    Without any traffic nothing can be said, and names of scores are no filters on traces: a judge may be yet to come.
    """
    filters = {name: value for name, value in rule.filters.items() if name != SCORE_NAME}
    if not filters:
        return
    now = time_ns()
    window = Window(now - DAY_NS, now)
    counts = _count(observed, rule, window, [{}, filters, *({name: value} for name, value in filters.items())])
    if not counts[0] or counts[1]:
        return
    alone = [name for name, count in zip(filters, counts[2:], strict=True) if not count]
    raise _refuse(observed, rule, window, alone, counts[0])


def _count(observed: Observed, rule: AlertRule, window: Window, choices: Sequence[Mapping[str, Any]]) -> list[int]:
    """How many traces each choice of filters leaves."""
    gauges = [_gauge(replace(rule, filters=filters, group_by=()), rule, window) for filters in choices]
    readings = read_gauges(observed.events, observed.project_id, window, gauges, groups_max=1)
    return [sum(sample.size for slices in one.groups.values() for sample in slices.values()) for one in readings]


def _refuse(observed: Observed, rule: AlertRule, window: Window, alone: Sequence[str], traces: int) -> Invalid:
    if not alone:
        message = f"None of the {traces:,} traces of the last 24 hours meets all of {dict(rule.filters)} together."
        return _invalid([("filters", message)], {"filter": None, "values": []})
    name = alone[0]
    known = _read_values(observed, rule, window, name)
    there_are = f"there {'are' if len(known) > 1 else 'is'} {', '.join(known)}" if known else "none of them has any"
    message = f"No trace of the last 24 hours has {name} {rule.filters[name]!r}; {there_are}."
    return _invalid([(f"filters.{one}", message) for one in alone], {"filter": name, "values": known})


def _read_values(observed: Observed, rule: AlertRule, window: Window, name: str) -> list[str]:
    """The values of a field, those of most traces first."""
    gauge = _gauge(replace(rule, filters={}, group_by=(name,)), rule, window)
    [reading] = read_gauges(observed.events, observed.project_id, window, [gauge], groups_max=_VALUES_MAX)
    return [value for (value,) in reading.groups if value]


def _gauge(asked: AlertRule, rule: AlertRule, window: Window) -> Gauge:
    """Traces are counted in the environments of the rule itself, whichever of its filters are asked about."""
    gauge = gauge_of(asked, (), starts=(window.start,), source=TRAFFIC)
    return replace(gauge, of=gauge_of(rule, (), source=TRAFFIC).of)


def _invalid(fields: Sequence[tuple[str, str]], said: Mapping[str, Any]) -> Invalid:
    field, message = fields[0]
    details = {"fields": [{"field": name, "message": what} for name, what in fields], **said}
    return Invalid(f"{field}: {message} {_WAY_OUT}", details=details)
