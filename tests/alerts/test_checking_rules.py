"""Rules over stored traffic: what fires, with what evidence, and what does not."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from alert_traffic import Traffic, at

from ratchet.alerts.checking import Check, check_rules
from ratchet.alerts.history import record_history
from ratchet.alerts.look import to_ns
from ratchet.alerts.observed import Observed
from ratchet.domain.alert import AlertRule, AlertRuleType, BurnWindow, Direction, Measure, Missing, Reference
from ratchet.domain.firing import AlertState, Turn
from ratchet.domain.silence import Silence
from ratchet.domain.window import Window
from ratchet.store.events.alert_firings import find_firings, read_firings
from ratchet.store.records.alert_silences import write_silence
from ratchet.store.records.alert_states import read_untaken, write_looks

CheckAt = Callable[[float], Check]
MakeRule = Callable[..., AlertRule]


def states(check: Check) -> dict[str, AlertState]:
    return {look.move.standing.labels: look.move.standing.state for look in check.looks}


def test_a_rule_of_the_first_fields_alone_is_taken_literally(rule: MakeRule, traffic: Traffic, check: CheckAt) -> None:
    rule()
    traffic.send(-1, 1, failed=1)
    [fired] = check(0).fired
    assert (fired.value, fired.samples, fired.message) == (
        1.0,
        1,
        "Error rate is 100 % of 1 samples in 5 min, above 10 %.",
    )


def test_three_bad_answers_of_four_wake_nobody_where_there_is_a_noise_test(
    rule: MakeRule, traffic: Traffic, check: CheckAt
) -> None:
    rule(noise_test=True)
    traffic.send(-1, 4, failed=1)
    assert states(check(0)) == {"{}": "inactive"}
    traffic.send(0.5, 60, failed=40)
    assert states(check(1)) == {"{}": "firing"}


def test_too_few_samples_say_nothing(rule: MakeRule, traffic: Traffic, check: CheckAt) -> None:
    rule(minimum_samples=20)
    traffic.send(-1, 19, failed=19)
    [look] = check(0).looks
    assert (look.finding.outcome, look.finding.value) == ("missing", None)


def test_evidence_is_gathered_from_further_back_where_the_window_holds_too_little(
    rule: MakeRule, traffic: Traffic, check: CheckAt
) -> None:
    rule(minimum_samples=20, noise_test=True, lookback_minutes=80)
    with traffic.at_once():
        for minute in range(-60, 0, 2):
            traffic.send(minute, 1, failed=1)
    [fired] = check(0).fired
    assert fired.window_minutes == 40
    assert fired.samples == 20


def test_an_alert_of_latency_fires_when_more_than_one_in_twenty_is_slower(
    rule: MakeRule, traffic: Traffic, check: CheckAt
) -> None:
    rule(rule_type=AlertRuleType.LATENCY_SPIKE, threshold=5000)
    traffic.send(-1, 38, latency_ms=100)
    traffic.send(-1, 2, latency_ms=5001)
    assert states(check(0)) == {"{}": "inactive"}
    traffic.send(-1, 1, latency_ms=5001)
    assert states(check(0)) == {"{}": "firing"}


def test_each_group_is_an_alert_of_its_own_and_tells_of_itself(
    rule: MakeRule, traffic: Traffic, check: CheckAt
) -> None:
    rule(group_by=("model",), filters={"release": ["r1", "r2"]})
    bad = traffic.send(-1, 3, failed=3, model="small", release="r2")
    traffic.send(-1, 7, model="small", release="r1")
    traffic.send(-1, 10, model="large", release="r1")
    traffic.send(-1, 10, failed=10, model="huge", release="r3")
    found = check(0)
    assert states(found) == {'{"model": "small"}': "firing", '{"model": "large"}': "inactive"}
    [fired] = found.fired
    assert set(fired.worst_trace_ids) == set(bad)
    assert fired.segment is not None
    assert (fired.segment["field"], fired.segment["value"], fired.segment["share"]) == ("release", "r2", 1.0)


@pytest.mark.parametrize("fields", [{"attributes": {"mode": "stance"}}, {"metadata": {"mode": "stance"}}])
def test_any_attribute_can_be_filtered_by_and_grouped_by(
    rule: MakeRule, traffic: Traffic, check: CheckAt, fields: dict[str, dict[str, str]]
) -> None:
    rule(filters={"metadata.mode": "stance"}, group_by=("metadata.mode", "tag"))
    traffic.send(-1, 2, failed=2, tags=["a", "b"], **fields)
    traffic.send(-1, 2, failed=2)
    assert states(check(0)) == {
        '{"metadata.mode": "stance", "tag": "a"}': "firing",
        '{"metadata.mode": "stance", "tag": "b"}': "firing",
    }


def test_quality_is_the_mean_of_the_scores_that_speak_of_it(rule: MakeRule, traffic: Traffic, check: CheckAt) -> None:
    rule(rule_type=AlertRuleType.QUALITY_DROP, threshold=0.7, time_window_minutes=10)
    ids = traffic.send(-2, 3, model="small")
    traffic.score(-1, "helpfulness", 0.2, 0.3, 0.4, trace_ids=ids)
    traffic.score(-1, "answer_length", 900.0)
    [fired] = check(0).fired
    assert fired.value == pytest.approx(0.3)
    assert list(fired.worst_trace_ids) == ids


def test_scores_are_grouped_by_the_traces_that_they_judge(rule: MakeRule, traffic: Traffic, check: CheckAt) -> None:
    rule(
        rule_type=AlertRuleType.SCORE_DROP,
        threshold=0.6,
        filters={"score_name": "faithfulness"},
        group_by=("prompt_version",),
    )
    for version, value in ((1, 0.9), (2, 0.1)):
        ids = traffic.send(-2, 2, prompt_name="answer", prompt_version=version)
        traffic.score(-1, "faithfulness", value, value, trace_ids=ids)
    assert states(check(0)) == {
        '{"prompt_version": "answer:2"}': "firing",
        '{"prompt_version": "answer:1"}': "inactive",
    }


def test_cost_tokens_and_traffic_are_sums_of_the_window(rule: MakeRule, traffic: Traffic, check: CheckAt) -> None:
    rule("cost", rule_type=AlertRuleType.COST, threshold=1.0, filters={"model": "large"})
    rule("tokens", rule_type=AlertRuleType.TOKENS, threshold=250)
    rule("traffic", rule_type=AlertRuleType.TRAFFIC, threshold=5)
    traffic.send(-1, 3, model="large", cost={"total": 0.5}, usage={"total": 100})
    found = {look.rule.id: (look.finding.value, look.finding.outcome) for look in check(0).looks}
    assert found == {"cost": (1.5, "crossed"), "tokens": (300, "crossed"), "traffic": (3, "crossed")}


def test_no_traffic_at_all_is_traffic_of_none_and_no_error_rate(rule: MakeRule, check: CheckAt) -> None:
    rule("errors")
    rule("traffic", rule_type=AlertRuleType.TRAFFIC, threshold=1)
    found = {look.rule.id: (look.finding.value, look.finding.outcome) for look in check(0).looks}
    assert found == {"errors": (None, "missing"), "traffic": (0, "crossed")}


def test_a_change_is_held_against_the_window_before_or_the_same_hour_of_days_on_which_something_is_known(
    rule: MakeRule, traffic: Traffic, check: CheckAt
) -> None:
    said = {"rule_type": AlertRuleType.CHANGE, "measure": Measure.TRAFFIC, "threshold": 0.5, "time_window_minutes": 10}
    rule("before", reference=Reference.PREVIOUS_WINDOW, **said)
    rule("days", reference=Reference.SAME_HOUR, direction=Direction.ABOVE, **said)
    traffic.send(-15, 20)
    traffic.send(-5, 9)
    for day in (1, 3):
        traffic.send(-day * 24 * 60 - 30, 24)
    found = {look.rule.id: look.finding for look in check(0).looks}
    assert (found["before"].threshold, found["before"].outcome) == (10, "crossed")
    assert (found["days"].threshold, found["days"].outcome) == (6, "crossed")


def test_an_error_budget_burns_too_fast_only_while_it_still_does(
    rule: MakeRule, traffic: Traffic, check: CheckAt
) -> None:
    rule(rule_type=AlertRuleType.SLO_BURN, threshold=0.01, burn_windows=(BurnWindow(60, 5, 10.0),))
    traffic.send(-30, 20, failed=10)
    traffic.send(-1, 10)
    assert states(check(0)) == {"{}": "inactive"}
    traffic.send(-1, 10, failed=5)
    [fired] = check(0).fired
    assert (fired.value, fired.threshold, fired.samples) == (pytest.approx(37.5), 10.0, 40)


def test_a_judge_that_falls_silent_while_there_is_traffic_is_told(
    rule: MakeRule, traffic: Traffic, check: CheckAt
) -> None:
    rule(
        rule_type=AlertRuleType.SCORE_DROP,
        threshold=0.6,
        filters={"score_name": "faithfulness"},
        missing=Missing.ALERT,
        minimum_samples=5,
        lookback_minutes=80,
    )
    traffic.send(-4, 10)
    assert states(check(-3)) == {"{}": "inactive"}  # it has never spoken
    traffic.score(-2, "faithfulness", *[0.9] * 5)
    assert states(check(0)) == {"{}": "inactive"}
    assert states(check(30)) == {"{}": "inactive"}  # there is nothing to score
    traffic.send(55, 10)
    [fired] = check(57).fired
    assert fired.value is None
    assert "too few samples" in fired.message


def test_the_history_keeps_a_firing_until_and_after_it_is_resolved(
    observed: Observed, rule: MakeRule, traffic: Traffic, check: CheckAt
) -> None:
    rule()
    traffic.send(-1, 2, failed=2)
    [fired] = check(0).fired
    assert [one.id for one in check(1).firing] == [fired.id]
    traffic.send(5, 10)
    assert check(6).firing == []
    window = Window(to_ns(at(-60)), to_ns(at(60)))
    found, total = find_firings(observed.events, observed.project_id, window, limit=10)
    assert total == 1
    assert found[0].resolved_at == at(6)
    assert found[0] == replace(fired, resolved_at=at(6), resolution="back at 0")
    assert [one.turn for one in read_untaken(observed.records, observed.project_id)] == [Turn.FIRED, Turn.RESOLVED]


def test_what_was_decided_but_not_recorded_is_recorded_by_whoever_comes_next(
    observed: Observed, rule: MakeRule, traffic: Traffic, check: CheckAt
) -> None:
    rule()
    traffic.send(-1, 2, failed=2)
    [fired] = check(0).fired
    [told] = read_untaken(observed.records, observed.project_id)
    lost = replace(told, id="another", firing=replace(fired, id="lost"))
    write_looks(observed.records, observed.project_id, [], [lost])  # and then the server was killed
    record_history(observed)
    assert read_firings(observed.events, observed.project_id, ["lost"])["lost"].value == 1.0


def test_a_silence_keeps_an_alert_from_being_told_and_not_from_firing(
    observed: Observed, rule: MakeRule, traffic: Traffic, check: CheckAt
) -> None:
    made = rule(group_by=("model",))
    silence = Silence(
        project_id=observed.project_id,
        id="s",
        starts_at=at(-5),
        ends_at=at(2),
        rule_id=made.id,
        labels={"model": "small"},
    )
    write_silence(observed.records, silence)
    for model in ("small", "large"):
        traffic.send(-1, 2, failed=2, model=model)
    assert len(check(0).fired) == 2
    told = read_untaken(observed.records, observed.project_id)
    assert {one.firing.labels["model"]: one.is_silenced for one in told} == {"small": True, "large": False}
    check(3)
    [late] = [one for one in read_untaken(observed.records, observed.project_id) if one.at == at(3)]
    assert (late.turn, late.is_silenced, late.firing.labels) == (Turn.FIRED, False, {"model": "small"})


def test_rules_of_many_users_keep_the_largest_groups(rule: MakeRule, traffic: Traffic, check: CheckAt) -> None:
    rule(group_by=("user_id",))
    with traffic.at_once():
        for user in range(102):
            traffic.send(-1, 1 if user else 2, failed=1, user_id=f"user-{user:03}")
    found = check(0)
    assert len(found.fired) == 100
    assert "user-000" in {fired.labels["user_id"] for fired in found.fired}
    assert sum(bool(fired.worst_trace_ids) for fired in found.fired) == 10  # the others are not explained


def test_two_checks_at_once_fire_once(observed: Observed, rule: MakeRule, traffic: Traffic) -> None:
    rule()
    traffic.send(-1, 2, failed=2)
    first, second = check_rules(observed, at(0)), check_rules(observed, at(0))
    assert (len(first.fired), len(second.fired)) == (1, 0)
    assert first.firing == second.firing


def test_what_only_a_longer_window_still_sees_does_not_fire_again(
    rule: MakeRule, traffic: Traffic, check: CheckAt
) -> None:
    rule(minimum_samples=20, noise_test=True, lookback_minutes=80)
    traffic.send(-50, 30, failed=30)
    traffic.send(-10, 15)
    [look] = check(0).looks
    assert (look.finding.window_minutes, look.finding.outcome) == (60, "within")
