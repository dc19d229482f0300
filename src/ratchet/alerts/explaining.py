"""What an alert shows for itself: the worst traces, and the part of the traffic that moved most."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from ratchet.alerts.evaluating import value_of
from ratchet.alerts.measuring import Group
from ratchet.domain.alert import SUMS, AlertRule, Direction, Measure
from ratchet.domain.measurement import Subject
from ratchet.domain.sample import Sample
from ratchet.domain.window import Window
from ratchet.store.events import EventStore
from ratchet.store.events.gauges import Gauge, read_gauges, read_worst

WORST_MAX = 10
_BY = ("model", "release", "prompt_version", "environment", "name")
# What is normal is read from this many windows before the one that fired.
_BEFORE = 6
_GROUPS_MAX = 30
# A part stands out when it moved the value by more than its share of the traffic would.
_LIFT_MIN = 1.3
_SHARE_MIN = 0.4


class Evidence(NamedTuple):
    """The worst traces, and the segment that explains most, if one stands out."""

    worst_trace_ids: tuple[str, ...]
    segment: Mapping[str, Any] | None


NO_EVIDENCE = Evidence((), None)


class Case(NamedTuple):
    """An alert that fires: the group of a rule, the window it was found in, and what was read of it."""

    events: EventStore
    project_id: str
    rule: AlertRule
    group: Group
    window: Window
    gauge: Gauge


def explain(case: Case) -> Evidence:
    """What an alert that fires now rests on."""
    return Evidence(tuple(_find_worst(case)), _find_segment(case))


def _find_worst(case: Case) -> list[str]:
    if case.rule.measured is Measure.TRAFFIC:
        return []
    is_low_worse = case.rule.side is Direction.BELOW
    return read_worst(
        case.events,
        case.project_id,
        case.window,
        case.gauge,
        group=case.group,
        is_low_worse=is_low_worse,
        limit=WORST_MAX,
    )


def _find_segment(case: Case) -> Mapping[str, Any] | None:
    """The value of a field whose traces moved the measure most, beyond their share of all."""
    rule, group, window = case.rule, case.group, case.window
    before = Window(window.start - _BEFORE * (window.end - window.start), window.start)
    fields = [name for name in _BY if name not in rule.group_by and not _is_fixed(rule, name)]
    wide = replace(case.gauge, starts=(window.start, before.start))
    gauges = [replace(wide, group_by=(*rule.group_by, name)) for name in fields]
    if case.gauge.subject is Subject.SPANS:
        gauges = [one for one in gauges if one.group_by[-1] != "name"]
    readings = read_gauges(
        case.events, case.project_id, Window(before.start, window.end), gauges, groups_max=_GROUPS_MAX
    )
    found = [
        candidate
        for one, reading in zip(gauges, readings, strict=True)
        for candidate in _candidates(rule, one.group_by[-1], _of_group(reading.groups, group))
    ]
    return max(found, key=lambda candidate: candidate["share"], default=None)


def _is_fixed(rule: AlertRule, name: str) -> bool:
    return isinstance(rule.filters.get(name), str)


def _of_group(groups: Mapping[Group, Mapping[int, Sample]], group: Group) -> dict[str, Mapping[int, Sample]]:
    return {names[-1]: slices for names, slices in groups.items() if names[:-1] == group and names[-1]}


def _candidates(rule: AlertRule, name: str, parts: Mapping[str, Mapping[int, Sample]]) -> list[dict[str, Any]]:
    now = {value: slices.get(0, Sample()) for value, slices in parts.items()}
    before = {value: slices.get(1, Sample()) for value, slices in parts.items()}
    usual = value_of(rule, _merge(before))
    size = sum(sample.size for sample in now.values())
    if len(parts) < 2 or not size:
        return []
    moves = {value: _move(rule, now[value], before[value], usual, size) for value in parts}
    moved = sum(max(0.0, move) for move in moves.values())
    return [
        {
            "field": name,
            "value": value,
            "share": round(move / moved, 4),
            "now": value_of(rule, now[value]),
            "before": value_of(rule, before[value]),
            "samples": now[value].size,
        }
        for value, move in moves.items()
        if moved > 0 and move / moved >= max(_SHARE_MIN, _LIFT_MIN * now[value].size / size)
    ]


def _move(rule: AlertRule, now: Sample, before: Sample, usual: float | None, size: int) -> float:
    """By how much a part moved the whole in the bad direction."""
    sign = 1 if rule.side is Direction.ABOVE else -1
    if rule.measured in SUMS:
        return sign * (now.total - before.total / _BEFORE)
    value, earlier = value_of(rule, now), value_of(rule, before)
    normal = earlier if earlier is not None else usual
    if value is None:
        return 0.0
    return sign * (value - (rule.threshold if normal is None else normal)) * now.size / size


def _merge(samples: Mapping[str, Sample]) -> Sample:
    merged = Sample()
    for sample in samples.values():
        merged = merged.merge(sample)
    return merged
