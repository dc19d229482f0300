"""Alert rules over a simulated week with incidents, over weeks without any, and a hundred of them over many spans.

    python benchmarks/alerts.py                       # the weeks
    python benchmarks/alerts.py --spans 10000000      # how long a hundred rules take

The rules that ship are held against the same thresholds taken literally, replayed minute by minute on the same data.
"""

import argparse
import math
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import numpy as np

from fill import fill
from ratchet.alerts.backtest import Episode, backtest
from ratchet.alerts.builtin import BUILTINS
from ratchet.alerts.look import to_ns
from ratchet.alerts.measuring import measure_rules
from ratchet.alerts.observed import Observed
from ratchet.auth.keys import ensure_project
from ratchet.domain.alert import AlertRule, AlertRuleType, AlertSeverity, Missing
from ratchet.domain.score import Score
from ratchet.domain.span import Span
from ratchet.domain.window import Window
from ratchet.store.events import EventStore, open_event_store
from ratchet.store.events.scores import write_scores
from ratchet.store.events.spans import write_spans
from ratchet.store.records import RecordStore, open_record_store

START = datetime(2026, 11, 9, tzinfo=UTC)
DAY = 1440
WEEK = 7 * DAY
BATCH = 20_000
GRACE_MINUTES = 30


class Incident(NamedTuple):
    """What goes wrong, from which minute of the week to which, and the rules that should say so."""

    name: str
    start: int
    end: int
    rules: frozenset[str]


INCIDENTS = (
    Incident("40 % of traces fail for 20 minutes", DAY + 840, DAY + 860, frozenset({"error_rate"})),
    Incident("one trace in five takes 8 to 12 s", 2 * DAY + 600, 2 * DAY + 660, frozenset({"latency_spike"})),
    Incident(
        "quality slides from 0.85 to 0.55 in six hours",
        3 * DAY + 540,
        3 * DAY + 900,
        frozenset({"faithfulness_drop", "quality_drop"}),
    ),
    Incident("the judge of faithfulness falls silent", 4 * DAY + 660, 4 * DAY + 900, frozenset({"faithfulness_drop"})),
    Incident("at night 60 % of few traces fail", 5 * DAY + 180, 5 * DAY + 270, frozenset({"error_rate"})),
)
BURST, SLOW, SLIDE, SILENT, NIGHT = INCIDENTS


def is_on(incident: Incident, minute: int, incidents: Sequence[Incident]) -> bool:
    """Whether an incident of this week is going on."""
    return incident in incidents and incident.start <= minute < incident.end


def traces_per_minute(minute: int) -> float:
    """Eight around noon, one every other minute at night."""
    hour = minute % DAY / 60
    return 0.5 + 7.5 * max(0.0, math.sin((hour - 6) / 17 * math.pi)) if 6 <= hour < 23 else 0.5


def play(project: str, seed: int, incidents: Sequence[Incident]) -> Iterator[tuple[list[Span], list[Score]]]:
    """A week of traffic, minute by minute: 2 % fail, the p95 is 3.2 s, scores are around 0.85."""
    rnd = np.random.default_rng(seed)
    number = 0
    for minute in range(WEEK):
        count = rnd.poisson(traces_per_minute(minute))
        failing = 0.4 if is_on(BURST, minute, incidents) else 0.6 if is_on(NIGHT, minute, incidents) else 0.02
        mean = 0.85
        if is_on(SLIDE, minute, incidents):
            mean -= 0.3 * (minute - SLIDE.start) / (SLIDE.end - SLIDE.start)
        spans, scores = [], []
        for at in np.sort(rnd.uniform(0, 60, count)):
            number += 1
            latency_s = rnd.lognormal(math.log(0.9), 0.77)
            if is_on(SLOW, minute, incidents) and rnd.random() < 1 / 5:
                latency_s = rnd.uniform(8, 12)
            start = to_ns(START + timedelta(minutes=minute, seconds=float(at)))
            trace_id = f"{project}-{number}"
            level = "ERROR" if rnd.random() < failing else "DEFAULT"
            end = start + int(latency_s * 1e9)
            spans.append(
                Span(project, trace_id, trace_id, root_rank=1, start_time=start, end_time=end, level=level, revision=1)
            )
            for name in ("faithfulness", "helpfulness"):
                if name == "faithfulness" and is_on(SILENT, minute, incidents):
                    continue
                value = float(rnd.beta(12 * mean, 12 * (1 - mean)))
                scores.append(
                    Score(project, f"{trace_id}-{name}", name, "NUMERIC", end, value, trace_id=trace_id, revision=1)
                )
        yield spans, scores


def write_week(store: EventStore, project: str, seed: int, incidents: Sequence[Incident]) -> int:
    """Store a week, and tell how many traces it has."""
    spans: list[Span] = []
    scores: list[Score] = []
    written = 0
    for some, scored in play(project, seed, incidents):
        spans += some
        scores += scored
        if len(spans) >= BATCH:
            write_spans(store, spans)
            write_scores(store, scores)
            written += len(spans)
            spans, scores = [], []
    write_spans(store, spans)
    write_scores(store, scores)
    return written + len(spans)


def taken_literally(rule: AlertRule) -> AlertRule:
    """The seed's fields alone."""
    plain = AlertRule(
        id=rule.id,
        name=rule.name,
        rule_type=rule.rule_type,
        threshold=rule.threshold,
        time_window_minutes=rule.time_window_minutes,
        severity=rule.severity,
        filters=rule.filters,
    )
    return replace(plain, missing=Missing.IGNORE)


class Verdict(NamedTuple):
    """What became of a week: minutes until each incident was told (`None`: never), and the alarms about nothing."""

    minutes_to_detect: dict[str, float | None]
    false_alarms: int


def judge(episodes: Sequence[tuple[str, Episode]], incidents: Sequence[Incident]) -> Verdict:
    """Hold what fired against what went wrong."""
    found: dict[str, float | None] = {incident.name: None for incident in incidents}
    false_alarms = 0
    for rule_id, episode in sorted(episodes, key=lambda one: one[1].fired_at):
        minute = (episode.fired_at - START).total_seconds() / 60
        meant = [
            incident
            for incident in incidents
            if rule_id in incident.rules and incident.start <= minute <= incident.end + GRACE_MINUTES
        ]
        false_alarms += not meant
        for incident in meant:
            if found[incident.name] is None:
                found[incident.name] = minute - incident.start
    return Verdict(found, false_alarms)


def replay(observed: Observed, rules: Sequence[AlertRule]) -> list[tuple[str, Episode]]:
    """Every episode of the rules over the week."""
    window = Window(to_ns(START) + 60 * 10**9, to_ns(START + timedelta(minutes=WEEK)))
    return [
        (rule.id, episode)
        for rule in rules
        for told in backtest(observed, rule, window).replays
        for episode in told.episodes
    ]


def run_weeks(events: EventStore, records: RecordStore, seeds: int) -> None:
    """Print what became of a week with incidents, and of weeks without any."""
    sets: dict[str, list[AlertRule]] = {
        "as shipped": list(BUILTINS),
        "taken literally": [taken_literally(rule) for rule in BUILTINS],
    }
    for with_incidents in (True, False):
        verdicts: dict[str, list[Verdict]] = {name: [] for name in sets}
        for seed in range(seeds):
            project = f"week-{with_incidents}-{seed}"
            incidents = INCIDENTS if with_incidents else ()
            ensure_project(records, project, project)
            traces = write_week(events, project, seed, incidents)
            observed = Observed(events, records, project)
            for name, rules in sets.items():
                verdicts[name].append(judge(replay(observed, rules), incidents))
        print(f"\n{seeds} weeks {'with' if with_incidents else 'without'} incidents, of {traces:,} traces or so")
        for name, of_set in verdicts.items():
            print_verdicts(name, of_set)


def print_verdicts(name: str, verdicts: Sequence[Verdict]) -> None:
    """One set of rules over all weeks."""
    alarms = [verdict.false_alarms for verdict in verdicts]
    print(f"  {name}: false alarms a week {statistics.mean(alarms):.1f} (at most {max(alarms)})")
    for incident in verdicts[0].minutes_to_detect:
        times = [verdict.minutes_to_detect[incident] for verdict in verdicts]
        known = [minutes for minutes in times if minutes is not None]
        middle = f"after {statistics.median(known):.0f} min" if known else ""
        print(f"    {incident}: found in {len(known)} of {len(times)} weeks {middle}")


def hundred_rules() -> list[AlertRule]:
    """A hundred rules: thirteen each of seven kinds, and burn rates, every other one grouped."""
    kinds: Sequence[tuple[AlertRuleType, float, dict[str, str]]] = (
        (AlertRuleType.ERROR_RATE, 0.1, {}),
        (AlertRuleType.LATENCY_SPIKE, 5000, {}),
        (AlertRuleType.QUALITY_DROP, 0.7, {}),
        (AlertRuleType.SCORE_DROP, 0.7, {"score_name": "faithfulness"}),
        (AlertRuleType.COST, 10, {}),
        (AlertRuleType.TOKENS, 1e6, {}),
        (AlertRuleType.TRAFFIC, 10, {}),
        (AlertRuleType.ERROR_RATE, 0.2, {"environment": "production"}),
    )
    groups = ((), ("model",), ("release",), ("environment", "model"), ("tag",), ("name",))
    rules: list[AlertRule] = []
    for number in range(100):
        kind, threshold, filters = kinds[number % len(kinds)]
        rules.append(
            AlertRule(
                id=f"rule-{number}",
                name=f"Rule {number}",
                rule_type=kind,
                threshold=threshold,
                time_window_minutes=(5, 10, 30, 60)[number % 4],
                severity=AlertSeverity.WARNING,
                filters=filters,
                group_by=groups[number % len(groups)],
                minimum_samples=20,
                noise_test=True,
                lookback_minutes=0 if number % 2 else 80,
            )
        )
    return rules


def time_rules(directory: Path, spans: int) -> None:
    """Print how long a hundred rules take over a week of so many spans."""
    filled = fill(directory, spans, spans // 10)
    store = open_event_store(f"chdb://{directory.absolute()}/events")
    try:
        now = to_ns(datetime.fromisoformat(filled.newest))
        rules = hundred_rules()
        names = ["faithfulness", "helpfulness"]
        took = [time_once(lambda: measure_rules(store, filled.project_id, rules, now, names)) for _ in range(5)]
        measured = measure_rules(store, filled.project_id, rules, now, names)
        groups = sum(len(of_rule) for of_rule in measured.values())
        print(f"100 rules, {groups} groups, over {spans:,} spans: {statistics.median(took):.2f} s (of 5: {took})")
    finally:
        store.close()


def time_once(work: Callable[[], object]) -> float:
    """Seconds."""
    began = time.perf_counter()
    work()
    return round(time.perf_counter() - began, 2)


def main() -> None:
    """Run what was asked for."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--spans", type=int, help="time a hundred rules over so many spans instead")
    asked.add_argument("--directory", type=Path, help="where the spans are kept for the next time")
    asked.add_argument("--weeks", type=int, default=3)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        directory = given.directory or Path(temporary)
        if given.spans:
            time_rules(directory, given.spans)
            return
        events = open_event_store(f"chdb://{temporary}/events")
        records = open_record_store(f"sqlite:///{temporary}/records.db")
        try:
            run_weeks(events, records, given.weeks)
        finally:
            records.close()
            events.close()


if __name__ == "__main__":
    main()
