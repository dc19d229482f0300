"""What a rule would say now is known before it is made, with how sure that is."""

from typing import Any

import pytest
from alert_traffic import Traffic, at
from fastapi.testclient import TestClient

from ratchet.alerts.checking import check_rules
from ratchet.alerts.observed import Observed
from ratchet.alerts.preview import Glance, preview
from ratchet.alerts.preview_schemas import PreviewOut
from ratchet.domain.alert import AlertRule, AlertRuleType, AlertSeverity, BurnWindow
from ratchet.domain.firing import Outcome, chance_of

BASE: dict[str, Any] = {"id": "r", "name": "r", "severity": AlertSeverity.ERROR, "time_window_minutes": 5}


def look(observed: Observed, minute: float, **said: Any) -> Glance:
    [glance] = preview(observed, AlertRule(**BASE | said), at(minute))
    return glance


def test_a_preview_says_how_many_failed_and_between_what_the_share_lies(observed: Observed, traffic: Traffic) -> None:
    traffic.send(1, 200, failed=12)
    glance = look(observed, 2, rule_type=AlertRuleType.ERROR_RATE, threshold=0.1)
    assert (glance.finding.outcome, glance.finding.value, glance.finding.samples) == (Outcome.RECOVERED, 0.06, 200)
    # Wilson's interval of 12 of 200.
    assert (glance.estimate.low, glance.estimate.high) == pytest.approx((0.0347, 0.1019), abs=1e-4)


def test_what_chance_explains_does_not_fire_and_says_so(observed: Observed, traffic: Traffic) -> None:
    traffic.send(1, 4, failed=3)
    tested = {"rule_type": AlertRuleType.ERROR_RATE, "threshold": 0.5, "noise_test": True}
    few = look(observed, 2, **tested)
    assert few.finding.outcome is Outcome.WITHIN
    assert 0.1 < (chance_of(few.finding.evidence) or 0) <= 1
    traffic.send(1, 100, failed=95)
    many = look(observed, 2, **tested)
    assert many.finding.outcome is Outcome.CROSSED
    assert (chance_of(many.finding.evidence) or 1) < 1e-5


def test_a_quantile_of_few_traces_has_no_upper_end(observed: Observed, traffic: Traffic) -> None:
    slow = {"rule_type": AlertRuleType.LATENCY_SPIKE, "threshold": 5000}
    with traffic.at_once():
        for latency_ms in range(100, 2100, 100):
            traffic.send(1, 1, latency_ms=latency_ms)
    few = look(observed, 2, **slow).estimate
    assert few.low == pytest.approx(1700, rel=0.01)
    assert few.high is None
    with traffic.at_once():
        for latency_ms in range(100, 20_100, 100):
            traffic.send(1, 1, latency_ms=latency_ms)
    many = look(observed, 2, **slow).estimate
    assert many.low is not None
    assert many.value is not None
    assert many.high is not None
    assert many.low < many.value < many.high


def test_means_and_budgets_have_intervals_and_counted_sums_have_none(observed: Observed, traffic: Traffic) -> None:
    traffic.send(1, 50, failed=10)
    traffic.score(1, "tone", *[0.4, 0.6] * 50)
    tone = look(observed, 2, rule_type=AlertRuleType.SCORE_DROP, threshold=0.7, filters={"score_name": "tone"}).estimate
    assert (tone.low, tone.high) == pytest.approx((0.48, 0.52), abs=1e-3)
    burn = look(
        observed, 2, rule_type=AlertRuleType.SLO_BURN, threshold=0.01, burn_windows=(BurnWindow(60, 5, 14.4),)
    ).estimate
    assert burn.value == pytest.approx(20)
    assert burn.low is not None
    assert burn.low < 20
    count = look(observed, 2, rule_type=AlertRuleType.TRAFFIC, threshold=10).estimate
    assert (count.value, count.low, count.high) == (50, None, None)


def test_what_fires_keeps_the_interval_and_what_was_measured(
    client: TestClient, observed: Observed, traffic: Traffic
) -> None:
    traffic.send(1, 50, failed=25)
    rule = {"name": "r", "rule_type": "error_rate", "threshold": 0.1, "time_window_minutes": 5}
    client.post("/admin/alerts/rules", json=rule).raise_for_status()
    [fired] = [one for one in check_rules(observed, at(2)).fired if one.rule_name == "r"]
    shown = client.get(f"/admin/alerts/firings/{fired.id}").json()
    assert shown["low"] == pytest.approx(0.3664, abs=1e-4)
    assert (shown["high"], shown["measure"], shown["chance"]) == (pytest.approx(0.6336, abs=1e-4), "error_rate", None)


def test_a_rule_is_previewed_over_http_and_not_kept(client: TestClient) -> None:
    before = client.get("/admin/alerts/rules").json()
    rule = {"name": "Slow", "rule_type": "latency_spike", "threshold": 3000, "group_by": ["model"]}
    answer = client.post("/admin/alerts/rules/preview", json={"rule": rule}).json()
    assert (answer["measure"], answer["direction"], answer["looks"]) == ("latency", "above", [])
    assert "last 24 hours" in answer["warnings"][0]
    stored = client.post("/admin/alerts/rules/preview", json={"rule_id": "error_rate"}).json()
    assert [look["outcome"] for look in stored["looks"]] == ["missing"]
    refused = client.post("/admin/alerts/rules/preview", json={"rule": rule | {"threshold": -1}})
    assert refused.status_code == 400
    assert refused.json()["details"]["fields"][0]["field"] == "threshold"
    assert client.get("/admin/alerts/rules").json() == before


def test_of_very_many_groups_those_with_the_most_samples_are_shown_and_it_is_said(
    observed: Observed, traffic: Traffic
) -> None:
    traffic.send(1, 10)
    glance = look(observed, 2, rule_type=AlertRuleType.ERROR_RATE, threshold=0.1)
    rule = AlertRule(**BASE | {"rule_type": AlertRuleType.ERROR_RATE, "threshold": 0.1})
    shown = PreviewOut.of(rule, [glance] * 1001, at=at(2), warnings=("first",))
    assert (len(shown.looks), shown.warnings[0]) == (1000, "first")
    assert shown.warnings[1] == "Of 1001 groups, the 1000 with the most samples are shown."
