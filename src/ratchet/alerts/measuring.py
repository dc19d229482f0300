"""Measuring what rules watch: few reads for many rules, whatever each filters and groups by."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ratchet.alerts.gauging import ENVIRONMENT, TRAFFIC, gauge_of
from ratchet.alerts.observed import Observed
from ratchet.domain.alert import AlertRule, AlertRuleType, Measure, Missing, Reference
from ratchet.domain.environment import ALL_ENVIRONMENTS, OF_USERS, Environments
from ratchet.domain.measurement import Subject
from ratchet.domain.quality import quality_names
from ratchet.domain.sample import Sample
from ratchet.domain.window import HOUR_NS, SECOND_NS, Window
from ratchet.store.events import EventStore
from ratchet.store.events.gauges import Gauge, Reading, read_gauges
from ratchet.store.events.metrics import read_score_figures
from ratchet.store.records.quality_marks import read_marks

MINUTE_NS = 60 * SECOND_NS
DAY_NS = 24 * HOUR_NS
_HOUR_MINUTES = 60
# What ends together and is about equally long is read together: nobody's five minutes wait for another's three days.
_REACHES_MINUTES = (120, 1440)


@dataclass(slots=True)
class Measured:
    """What was measured of one group: by the lengths of windows in minutes, and what it is compared with.

    `traces` is how much traffic there was for scores to be given to, where it matters that none were.
    """

    samples: dict[int, Sample] = field(default_factory=dict[int, Sample])
    references: list[Sample] = field(default_factory=list[Sample])
    traces: dict[int, Sample] = field(default_factory=dict[int, Sample])


Group = tuple[str, ...]
Groups = dict[Group, Measured]


class _Wanted(NamedTuple):
    rule: AlertRule
    part: str
    lengths: tuple[int, ...]
    end: int
    gauge: Gauge

    @property
    def start(self) -> int:
        return self.gauge.starts[-1]

    @property
    def bundle(self) -> tuple[Subject, Environments, int, int]:
        reach = sum(self.lengths[-1] > limit for limit in _REACHES_MINUTES)
        return self.gauge.subject, self.gauge.of, self.end, reach


def measure_rules(
    events: EventStore, project_id: str, rules: Sequence[AlertRule], now: int, names: Sequence[str]
) -> dict[str, Groups]:
    """What each rule watches, by the rules' ids; `names` are the scores that speak of quality."""
    measured: dict[str, Groups] = {rule.id: {} for rule in rules}
    bundles: dict[tuple[Subject, Environments, int, int], list[_Wanted]] = {}
    for wanted in (one for rule in rules for one in _wanted(rule, now, names)):
        bundles.setdefault(wanted.bundle, []).append(wanted)
    for bundle in bundles.values():
        window = Window(min(wanted.start for wanted in bundle), bundle[0].end)
        readings = read_gauges(events, project_id, window, [wanted.gauge for wanted in bundle])
        for wanted, reading in zip(bundle, readings, strict=True):
            _keep(measured[wanted.rule.id], wanted, reading)
    return measured


def read_quality_names(observed: Observed, rules: Sequence[AlertRule], window: Window) -> list[str]:
    """The scores of a window that speak of quality, if any rule asks."""
    if not any(rule.measured is Measure.QUALITY for rule in rules):
        return []
    of = ALL_ENVIRONMENTS if any(ENVIRONMENT in rule.filters for rule in rules) else OF_USERS
    figures = read_score_figures(observed.events, observed.project_id, window, of)
    return quality_names(figures.values(), read_marks(observed.records, observed.project_id))


def reference_length(rule: AlertRule) -> int:
    """How many minutes of each earlier day, or just before, a change is compared with."""
    length = rule.time_window_minutes
    return length if rule.reference is Reference.PREVIOUS_WINDOW else max(length, _HOUR_MINUTES)


def reference_ends(rule: AlertRule, now: int) -> list[int]:
    """When the stretches end that a change is compared with."""
    if rule.reference is Reference.PREVIOUS_WINDOW:
        return [now - rule.time_window_minutes * MINUTE_NS]
    return [now - day * DAY_NS for day in range(1, rule.reference_days + 1)]


def watches_silence(rule: AlertRule) -> bool:
    """Whether it matters to a rule that nothing is scored any more."""
    return rule.missing is Missing.ALERT and rule.measured in (Measure.QUALITY, Measure.SCORE)


def _wanted(rule: AlertRule, now: int, names: Sequence[str]) -> Iterable[_Wanted]:
    lengths = rule.lengths_minutes
    starts = tuple(now - length * MINUTE_NS for length in lengths)
    yield _Wanted(rule, "samples", lengths, now, gauge_of(rule, names, starts=starts))
    if watches_silence(rule):
        yield _Wanted(rule, "traces", lengths, now, gauge_of(rule, names, starts=starts, source=TRAFFIC))
    if rule.rule_type is AlertRuleType.CHANGE:
        length = reference_length(rule)
        for end in reference_ends(rule, now):
            gauge = gauge_of(rule, names, starts=(end - length * MINUTE_NS,))
            yield _Wanted(rule, "references", (length,), end, gauge)


def _keep(groups: Groups, wanted: _Wanted, reading: Reading) -> None:
    for group, slices in reading.groups.items():
        measured = groups.setdefault(group, Measured())
        if wanted.part == "references":
            measured.references.append(slices[0])
        else:
            getattr(measured, wanted.part).update(_add_up(wanted.lengths, slices))


def _add_up(lengths: Sequence[int], slices: Mapping[int, Sample]) -> dict[int, Sample]:
    """Windows out of the slices between their starts."""
    total, windows = Sample(), dict[int, Sample]()
    for number, length in enumerate(lengths):
        total = total.merge(slices.get(number, Sample()))
        windows[length] = total
    return windows
