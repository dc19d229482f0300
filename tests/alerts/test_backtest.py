"""A backtest is what live looks would have come to."""

import random
from typing import Any

from alert_traffic import Traffic, at

from ratchet.alerts.backtest import backtest, thin_out
from ratchet.alerts.checking import check_rules
from ratchet.alerts.look import to_ns
from ratchet.alerts.observed import Observed
from ratchet.domain.alert import (
    AlertRule,
    AlertRuleType,
    AlertSeverity,
    BurnWindow,
    Measure,
    Missing,
    Reference,
)
from ratchet.domain.window import Window
from ratchet.store.records.alert_rules import write_rule

PLAIN: dict[str, Any] = {"id": "r", "name": "r", "severity": AlertSeverity.ERROR, "cooldown_minutes": 4}
RULES: dict[str, dict[str, Any]] = {
    "errors of models": {
        "rule_type": AlertRuleType.ERROR_RATE,
        "threshold": 0.3,
        "time_window_minutes": 3,
        "group_by": ("model",),
        "minimum_samples": 5,
        "noise_test": True,
        "lookback_minutes": 12,
    },
    "latency": {"rule_type": AlertRuleType.LATENCY_SPIKE, "threshold": 1000, "time_window_minutes": 4, "quantile": 0.9},
    "a score, or silence": {
        "rule_type": AlertRuleType.SCORE_DROP,
        "threshold": 0.5,
        "time_window_minutes": 3,
        "filters": {"score_name": "faithfulness"},
        "missing": Missing.ALERT,
    },
    "traffic against the window before": {
        "rule_type": AlertRuleType.CHANGE,
        "measure": Measure.TRAFFIC,
        "reference": Reference.PREVIOUS_WINDOW,
        "threshold": 0.4,
        "time_window_minutes": 4,
    },
    "a budget": {
        "rule_type": AlertRuleType.SLO_BURN,
        "threshold": 0.05,
        "time_window_minutes": 5,
        "burn_windows": (BurnWindow(8, 2, 4.0),),
    },
}


def play(traffic: Traffic, seed: int) -> None:
    """Half an hour that has it all: failures, slow traces, low scores, silence."""
    rnd = random.Random(seed)
    for minute in range(30):
        is_bad = 10 <= minute < 18
        for model in ("small", "large"):
            count = rnd.randrange(2, 9) if minute < 24 else 1
            failed = sum(rnd.random() < (0.95 if is_bad and model == "small" else 0.05) for _ in range(count))
            ids = traffic.send(minute, count, failed=failed, model=model, latency_ms=1500 if is_bad else 300)
            if not 20 <= minute < 27:
                values = [rnd.random() * (0.4 if is_bad else 1) + (0 if is_bad else 0.3) for _ in ids]
                traffic.score(minute, "faithfulness", *values, trace_ids=ids)


def test_a_backtest_comes_to_what_live_looks_came_to(observed: Observed, traffic: Traffic) -> None:
    with traffic.at_once():
        play(traffic, seed=7)
    rules = {name: AlertRule(**PLAIN | {"id": name, "name": name} | said) for name, said in RULES.items()}
    for rule in rules.values():
        write_rule(observed.records, observed.project_id, rule)
    live: dict[str, dict[tuple[str, ...], list[Any]]] = {name: {} for name in rules}
    for minute in range(9, 31, 3):
        for look in check_rules(observed, at(minute)).looks:
            said = (at(minute), look.move.standing.state, look.finding.samples)
            live[look.rule.id].setdefault(look.group, []).append(said)

    for name, rule in rules.items():
        told = backtest(observed, rule, Window(to_ns(at(9)), to_ns(at(30))), interval_s=180)
        replayed = {
            tuple(replay.labels.values()): [(point.at, point.state, point.samples) for point in replay.points]
            for replay in told.replays
        }
        assert replayed == live[name]
        assert any(replay.episodes for replay in told.replays), name


def test_a_chart_keeps_every_peak(observed: Observed, traffic: Traffic) -> None:
    traffic.send(-2000, 10, failed=5)
    rule = AlertRule(**PLAIN | RULES["errors of models"] | {"group_by": (), "minimum_samples": 1})
    [replay] = backtest(observed, rule, Window(to_ns(at(-7 * 1440)), to_ns(at(0)))).replays
    points = thin_out(rule, replay.points)
    assert len(replay.points) == 7 * 1440 + 1
    assert len(points) <= 500
    assert max(point.value for point in points if point.value is not None) == 0.5
