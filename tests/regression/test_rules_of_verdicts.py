"""The rules of a verdict: margins, what is near zero, what is missing or unscored, several scores, sessions."""

from dataclasses import replace

import numpy as np
import pytest
from real_scores import STRICT, a_run, to_side

from ratchet.domain.answer import Answer, AnswerStatus, AskFailure, Opinion
from ratchet.domain.comparison import Absence, Finding, Grade
from ratchet.domain.regression_run import Criteria
from ratchet.errors import Conflict
from ratchet.regression.side import Side
from ratchet.regression.verdict import compare_sides

MANY = 200


@pytest.mark.parametrize(
    ("before", "after", "grade"),
    [
        (0.5, 0.45, Grade.FAILED),  # a tenth, though not to a computer
        (0.8, 0.76, Grade.WARNING),
        (0.8, 0.761, Grade.PASSED),
        (0.5, 0.9, Grade.PASSED),
        (0.04, 0.0, Grade.PASSED),  # near zero points count, and these are four hundredths
        (0.04, -0.01, Grade.WARNING),
        (0.0, -0.1, Grade.FAILED),
        (4.0, 3.5, Grade.FAILED),
    ],
)
def test_a_drop_is_graded_by_its_share_and_near_zero_by_points(before: float, after: float, grade: Grade) -> None:
    report = compare_sides(a_run(), to_side([before] * 3), to_side([after] * 3))
    assert {item.status for item in report.items} == {grade}
    assert report.verdict is grade
    assert (report.items[0].regression_percentage is None) is (before < 0.05)


def test_few_items_that_never_vary_pass_by_the_rule_and_not_by_the_interval() -> None:
    few, enough = to_side([1.0] * 45), to_side([1.0] * 46)
    assert compare_sides(a_run(), few, few).verdict is Grade.PASSED
    assert compare_sides(a_run(STRICT), few, few).finding is Finding.INCONCLUSIVE
    assert compare_sides(a_run(STRICT), few, few).verdict is Grade.FAILED
    assert compare_sides(a_run(STRICT), enough, enough).verdict is Grade.PASSED


def test_an_answer_that_failed_scores_nothing_and_one_that_is_missing_too() -> None:
    baseline = to_side([0.8] * 10)
    failed = replace(
        baseline.answers[0], status=AnswerStatus.FAILED, opinions=(), error=AskFailure.TIMEOUT, error_detail="60 s"
    )
    candidate = replace(baseline, answers=[failed, *baseline.answers[1:-1]])
    report = compare_sides(a_run(), baseline, candidate)
    absent = {item.item_id: (item.absence, item.new_score) for item in report.items if item.absence}
    assert absent == {"i0000": (Absence.FAILED, 0.0), "i0009": (Absence.MISSING, 0.0)}
    assert report.items[0].detail == "timeout: 60 s"
    assert report.scores[0].drop == pytest.approx(0.2)
    sampled = compare_sides(a_run(), baseline, replace(candidate, is_whole=False))
    assert (sampled.total_items, sampled.scores[0].missing) == (9, 0)


def test_what_judges_left_out_is_no_drop_but_nothing_is_excluded_where_it_is_much() -> None:
    scores = {f"i{index}": 0.8 for index in range(MANY)}
    few = {**scores, **{f"i{index}": None for index in range(10)}}
    many = {**scores, **{f"i{index}": None for index in range(50)}}
    report = compare_sides(a_run(), to_side(scores), to_side(few))
    assert (report.verdict, report.finding, report.scores[0].unscored) == (Grade.PASSED, Finding.EXCLUDED, 10)
    report = compare_sides(a_run(), to_side(scores), to_side(many))
    assert (report.verdict, report.finding, report.scores[0].drop) == (Grade.WARNING, Finding.INCONCLUSIVE, 0)
    assert "50 of 200 answers have no score" in report.notes[0]
    with pytest.raises(Conflict, match="No item"):
        compare_sides(a_run(), to_side(scores), to_side(dict.fromkeys(scores)))


def test_of_several_scores_the_worst_decides_and_each_has_its_chance_to_look_bad() -> None:
    random = np.random.default_rng(1)
    before = random.beta(5, 2, MANY)
    after = {"good": before, "bad": before * random.uniform(0.6, 1, MANY)}
    alone = compare_sides(a_run(), to_side(before), to_side(after["bad"])).scores[0]
    report = compare_sides(a_run(score_name=""), _of_names({"good": before, "bad": before}), _of_names(after))
    assert [score.score_name for score in report.scores] == ["bad", "good"]
    assert (report.verdict, report.finding) == (Grade.FAILED, Finding.SHOWN)
    assert report.scores[0].p_shown == pytest.approx(2 * alone.p_shown)


def test_items_of_one_session_count_as_one_sample() -> None:
    random = np.random.default_rng(2)
    before, shift = np.full(MANY, 0.6), np.repeat(random.normal(0, 0.1, 20), 10)
    alone = compare_sides(a_run(), to_side(before), to_side(before + shift)).scores[0]
    session = [f"s{index // 10}" for index in range(MANY)]
    baseline, candidate = (_in_sessions(to_side(values), session) for values in (before, before + shift))
    together = compare_sides(a_run(), baseline, candidate).scores[0]
    assert (alone.clusters, together.clusters) == (MANY, 20)
    assert together.high is not None
    assert alone.high is not None
    assert together.high - together.drop > 2 * (alone.high - alone.drop)
    assert together.if_unchanged.items is not None
    assert alone.if_unchanged.items is not None
    assert together.if_unchanged.items > 5 * alone.if_unchanged.items


def test_flips_of_a_score_that_passes_or_fails_are_counted() -> None:
    before, after = [1.0] * 60 + [0.0] * 40, [0.0] * 8 + [1.0] * 52 + [1.0] * 2 + [0.0] * 38
    [score] = compare_sides(a_run(), to_side(before), to_side(after)).scores
    assert score.flips is not None
    assert (score.flips.worse, score.flips.better) == (8, 2)
    assert score.flips.p == pytest.approx(56 / 1024)


def test_sides_that_do_not_measure_the_same_are_refused_with_the_reason() -> None:
    side = to_side([0.5] * 5)
    other = replace(side, dataset_version=2)
    judged = [_by_judges(side, epoch) for epoch in ("then", "now")]
    for baseline, candidate, reason in ((side, other, "dataset_version"), (*judged, "judge_epoch")):
        with pytest.raises(Conflict) as refused:
            compare_sides(a_run(), baseline, candidate)
        assert refused.value.details["reason"] == reason
    with pytest.raises(Conflict, match="another"):
        compare_sides(a_run(), to_side([0.5] * 5, name="another"), side)


def test_a_report_is_plain_json_and_the_same_every_time() -> None:
    random = np.random.default_rng(3)
    before, after = random.random(30), random.random(30)
    first, second = (compare_sides(a_run(), to_side(before), to_side(after)).to_dict() for _ in range(2))
    first["summary"].pop("execution_time_s"), second["summary"].pop("execution_time_s")
    assert first == second
    assert first["summary"]["pass_rate"] == pytest.approx(100 * first["passed"] / 30, abs=0.01)
    drops = [item["score_diff"] for item in first["summary"]["worst_regressions"]]
    assert len(drops) == 10
    assert drops[0] == min(item["score_diff"] for item in first["items"])


def test_early_stopping_spends_half_of_the_error_rate_on_the_test_at_the_end() -> None:
    random = np.random.default_rng(5)
    before, after = random.random(50), random.random(50)
    wide, narrow = (
        compare_sides(a_run(Criteria(stops_early=stops)), to_side(before), to_side(after)).scores[0]
        for stops in (True, False)
    )
    assert (wide.confidence, narrow.confidence) == (0.975, 0.95)
    assert wide.low is not None
    assert narrow.low is not None
    assert wide.low < narrow.low


def _of_names(values: dict[str, np.ndarray]) -> Side:
    """Several scores of the same answers."""
    sides = {name: to_side(scores, name=name).answers for name, scores in values.items()}
    answers: list[Answer] = []
    for same in zip(*sides.values(), strict=True):
        opinions: tuple[Opinion, ...] = tuple(one for answer in same for one in answer.opinions)
        answers.append(replace(same[0], opinions=opinions))
    return replace(to_side([]), answers=answers)


def _in_sessions(side: Side, sessions: list[str]) -> Side:
    pairs = zip(side.answers, sessions, strict=True)
    return replace(side, answers=[replace(answer, cluster=session) for answer, session in pairs])


def _by_judges(side: Side, epoch: str) -> Side:
    answers: list[Answer] = []
    for answer in side.answers:
        opinions = tuple(replace(opinion, epoch=epoch) for opinion in answer.opinions)
        answers.append(replace(answer, opinions=opinions))
    return replace(side, answers=answers)
