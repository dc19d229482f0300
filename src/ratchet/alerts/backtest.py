"""Backtests: a rule replayed over what is stored, look by look, through the same steps as live."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

from ratchet.alerts.evaluating import evaluate
from ratchet.alerts.gauging import TRAFFIC, gauge_of
from ratchet.alerts.look import labels_of, to_json
from ratchet.alerts.measuring import (
    DAY_NS,
    MINUTE_NS,
    Group,
    Measured,
    read_quality_names,
    reference_ends,
    reference_length,
    watches_silence,
)
from ratchet.alerts.observed import Observed
from ratchet.alerts.states import inactive, move
from ratchet.alerts.track import Track
from ratchet.alerts.wording import describe
from ratchet.domain.alert import AlertRule, AlertRuleType, Direction
from ratchet.domain.firing import AlertState, Finding, Turn
from ratchet.domain.sample import Sample
from ratchet.domain.window import Window, from_ns
from ratchet.store.events.gauges import Reading, read_gauges

GROUPS_MAX = 10
_LOOKS_MAX = 11_000
_POINTS_MAX = 500
_NOTHING = Track({}, 0)


@dataclass(slots=True)
class Episode:
    """A time in which the rule would have fired; `resolved_at` is None when it still would at the end."""

    labels: Mapping[str, str]
    fired_at: datetime
    resolved_at: datetime | None
    value: float | None
    samples: int
    message: str


class Point(NamedTuple):
    """One look, for a chart."""

    at: datetime
    value: float | None
    samples: int
    threshold: float
    state: AlertState


@dataclass(slots=True)
class Replay:
    """What came of one group."""

    labels: Mapping[str, str]
    points: list[Point] = field(default_factory=list[Point])
    episodes: list[Episode] = field(default_factory=list[Episode])


@dataclass(frozen=True, slots=True)
class Backtest:
    """What would have come of a rule; `is_cut` says that there were more groups than `GROUPS_MAX`."""

    window: Window
    step_minutes: int
    replays: list[Replay]
    is_cut: bool


class _Film(NamedTuple):
    """What was read for a rule, step by step from a start."""

    start: int
    step_ns: int
    steps: int
    samples: Mapping[Group, Track]
    traces: Mapping[Group, Track]


def backtest(observed: Observed, rule: AlertRule, window: Window, *, interval_s: int = 60) -> Backtest:
    """Replay a rule over a window, with a look every so often, as monitoring would have had."""
    rule = replace(rule, enabled=True)
    every = _minutes_between(window, interval_s)
    film, is_cut = _shoot(observed, rule, window, _grain(rule, every) * MINUTE_NS)
    groups = list(film.samples) if rule.group_by else [()]
    replays = [_replay(rule, film, group, _looks(film, window, every)) for group in groups]
    return Backtest(window, every, replays, is_cut)


def thin_out(rule: AlertRule, points: Sequence[Point]) -> list[Point]:
    """Few enough points for a chart: of those that lie together the worst, so that no peak is lost."""
    size = math.ceil(len(points) / _POINTS_MAX) or 1
    sign = 1 if rule.side is Direction.ABOVE else -1
    together = (points[first : first + size] for first in range(0, len(points), size))
    return [max(some, key=lambda point: -math.inf if point.value is None else sign * point.value) for some in together]


def _minutes_between(window: Window, interval_s: int) -> int:
    """How many minutes lie between looks: as many as live, unless there were too many looks."""
    return max(1, interval_s // 60, math.ceil((window.end - window.start) / MINUTE_NS / _LOOKS_MAX))


def _grain(rule: AlertRule, every: int) -> int:
    """The longest steps, in minutes, of which looks and all that they look at are whole numbers."""
    references = [reference_length(rule)] if rule.rule_type is AlertRuleType.CHANGE else []
    return math.gcd(every, *rule.lengths_minutes, *references)


def _shoot(observed: Observed, rule: AlertRule, window: Window, step_ns: int) -> tuple[_Film, bool]:
    start = window.start - _run_up_ns(rule)
    steps = (window.end - max(start, 0)) // step_ns
    start = window.end - steps * step_ns
    names = read_quality_names(observed, [rule], Window(start, window.end))
    whole = Window(start, window.end)

    def read(*, traffic: bool) -> Reading:
        gauge = gauge_of(rule, names, step_ns=step_ns, source=TRAFFIC if traffic else None)
        [reading] = read_gauges(observed.events, observed.project_id, whole, [gauge], groups_max=GROUPS_MAX)
        return reading

    found = read(traffic=False)
    traffic = read(traffic=True).groups if watches_silence(rule) else {}
    samples, traces = (
        {group: Track(slices, steps) for group, slices in groups.items()} for groups in (found.groups, traffic)
    )
    return _Film(whole.start, step_ns, steps, samples, traces), found.is_cut


def _run_up_ns(rule: AlertRule) -> int:
    """How much before the first look is needed for it."""
    needed = rule.lengths_minutes[-1] * MINUTE_NS
    if rule.rule_type is AlertRuleType.CHANGE:
        earliest = max(DAY_NS - end for end in reference_ends(rule, DAY_NS))
        needed = max(needed, earliest + reference_length(rule) * MINUTE_NS)
    return needed


def _replay(rule: AlertRule, film: _Film, group: Group, looks: Sequence[int]) -> Replay:
    labels = labels_of(rule, group)
    replay = Replay(labels)
    standing = inactive(rule, to_json(labels), from_ns(film.start))
    for look in looks:
        now = from_ns(film.start + look * film.step_ns)
        finding = evaluate(rule, _measure(rule, film, group, look))
        standing, turn = move(rule, standing, finding, now)
        if turn is Turn.FIRED:
            message = describe(rule, finding, labels)
            replay.episodes.append(Episode(labels, now, None, finding.value, finding.samples, message))
        elif turn is Turn.RESOLVED:
            replay.episodes[-1].resolved_at = now
        replay.points.append(Point(now, finding.value, finding.samples, finding.threshold, standing.state))
        if standing.state is AlertState.FIRING:
            _note_worst(rule, replay.episodes[-1], finding)
    return replay


def _looks(film: _Film, window: Window, every: int) -> Sequence[int]:
    """The steps after which there is a look; the last is that at the end."""
    stride = every * MINUTE_NS // film.step_ns
    first = math.ceil((window.start - film.start) / film.step_ns)
    return range(film.steps, max(1, first) - 1, -stride)[::-1]


def _measure(rule: AlertRule, film: _Film, group: Group, look: int) -> Measured:
    """What a look would have measured that sees the steps before it."""
    track, traffic = film.samples.get(group, _NOTHING), film.traces.get(group, _NOTHING)
    # Shares of slow traces are counted; only what is shown, and what is compared with, needs their distribution.
    is_change = rule.rule_type is AlertRuleType.CHANGE
    measured = Measured()
    for number, length in enumerate(rule.lengths_minutes):
        first = look - _steps(film, length)
        measured.samples[length] = _between(track, first, look, with_histogram=is_change or number == 0)
        if watches_silence(rule):
            measured.traces[length] = _between(traffic, first, look)
    if is_change:
        length = _steps(film, reference_length(rule))
        for end in reference_ends(rule, look * film.step_ns):
            last = round(end / film.step_ns)
            sample = _between(track, last - length, last)
            measured.references += [sample] if sample.size else []
    return measured


def _between(track: Track, first: int, last: int, *, with_histogram: bool = True) -> Sample:
    return Sample() if track is _NOTHING or last <= 0 else track.between(first, last, with_histogram=with_histogram)


def _steps(film: _Film, minutes: int) -> int:
    return minutes * MINUTE_NS // film.step_ns


def _note_worst(rule: AlertRule, episode: Episode, finding: Finding) -> None:
    if finding.value is None:
        return
    sign = 1 if rule.side is Direction.ABOVE else -1
    if episode.value is None or sign * finding.value > sign * episode.value:
        episode.value, episode.samples = finding.value, finding.samples
