"""Verdicts on real scores agree with what SciPy alone computes from the same numbers."""

import numpy as np
import pytest
from real_scores import STRICT, a_run, rewards, to_side, win_rates
from scipy import stats

from ratchet.domain.comparison import Finding, Grade, Report
from ratchet.domain.regression_run import Criteria
from ratchet.regression.flakiness import measure_flakiness
from ratchet.regression.verdict import compare_sides

BASELINE = "claude-2.1"


def _compare(baseline: np.ndarray, candidate: np.ndarray, criteria: Criteria | None = None) -> Report:
    return compare_sides(a_run(criteria), to_side(baseline), to_side(candidate))


@pytest.mark.parametrize(
    ("model", "finding"),
    [
        ("gpt-3.5-turbo-1106_verbose", Finding.INCONCLUSIVE),
        ("vicuna-13b-v1.5", Finding.SHOWN),
        ("gemma-7b-it", Finding.SHOWN),
    ],
)
def test_a_worse_model_fails_with_the_drop_and_the_interval_that_scipy_finds(model: str, finding: Finding) -> None:
    before, after = win_rates()[BASELINE], win_rates()[model]
    report = _compare(before, after)
    [score] = report.scores
    assert (report.verdict, report.finding, report.total_items) == (Grade.FAILED, finding, 805)
    assert score.drop == pytest.approx(1 - after.mean() / before.mean())
    assert score.avg_score_diff == pytest.approx((after - before).mean())
    apart = stats.bootstrap(
        (before, after),
        lambda x, y, axis: 1 - y.mean(axis=axis) / x.mean(axis=axis),
        paired=True,
        confidence_level=0.9,
        rng=np.random.default_rng(99),
    ).confidence_interval
    assert (score.low, score.high) == pytest.approx((apart.low, apart.high), abs=0.006)
    assert score.is_drop_sure is bool(stats.ttest_rel(after, before, alternative="less").pvalue < 0.05)
    assert score.p_shown == pytest.approx(stats.ttest_rel(after, 0.9 * before, alternative="less").pvalue)
    items = np.where(before >= 0.05, (before - after) / np.maximum(before, 0.05), before - after)
    assert report.failed == np.sum(items >= 0.1)
    assert report.warnings == np.sum((items >= 0.05) & (items < 0.1))
    assert report.summary["pass_rate"] == round(100 * np.mean(items < 0.05), 2)
    assert report.worst_regressions[0].score_diff == pytest.approx((after - before).min())


def test_what_would_settle_an_open_verdict_is_what_a_table_of_sample_sizes_says() -> None:
    before, after = win_rates()[BASELINE], win_rates()["gpt-3.5-turbo-1106_verbose"]
    [score] = _compare(before, after).scores
    reach = stats.norm.ppf(0.95) + stats.norm.ppf(0.8)
    spread = (before - after).std(ddof=1)
    assert score.if_unchanged.items == np.ceil((reach * spread / (0.1 * before.mean())) ** 2)
    assert score.detectable_drop == pytest.approx(reach * spread / np.sqrt(805) / before.mean())
    assert score.if_unchanged.repeats is None  # nothing was asked twice, so nobody knows


@pytest.mark.parametrize("criteria", [Criteria(), STRICT])
def test_a_model_passes_against_itself(criteria: Criteria) -> None:
    for scores in win_rates().values():
        report = _compare(scores, scores, criteria)
        assert (report.verdict, report.finding) == (Grade.PASSED, Finding.EXCLUDED)
        assert (report.scores[0].low, report.scores[0].high) == (0.0, 0.0)
        assert report.summary["pass_rate"] == 100


def test_flaky_tasks_of_an_agent_are_named_and_how_often_to_ask_them() -> None:
    table = rewards()
    found = measure_flakiness("score", {f"trial {trial}": to_side(table[:, trial]).answers for trial in range(4)})
    assert {item.item_id for item in found.flaky} == {f"i{task:04}" for task in range(40) if np.ptp(table[task])}
    assert (found.runs, found.items, len(found.flaky)) == (4, 40, 19)
    within = (table - table.mean(axis=0)).var(axis=1, ddof=1).mean()
    assert (found.spread.runs, found.spread.judge) == (pytest.approx(within), None)
    reach = stats.norm.ppf(0.95) + stats.norm.ppf(0.8)
    assert found.repeats_needed == np.ceil(2 * within / (40 * (0.1 * table.mean() / reach) ** 2))


def test_trials_of_one_agent_differ_by_noise_and_the_number_that_would_tell_is_given() -> None:
    table = rewards()
    before, after = table[:, :2], table[:, 2:]
    report = _compare(before, after)
    [score] = report.scores
    assert report.finding is Finding.INCONCLUSIVE
    assert not score.is_drop_sure
    assert "may be noise" in report.sentence
    flaky = {f"i{task:04}" for task in range(40) if np.ptp(before[task]) or np.ptp(after[task])}
    assert set(report.flaky_items) == flaky
    assert len(flaky) == 18
    within = np.concatenate([before.var(axis=1, ddof=1), after.var(axis=1, ddof=1)]).mean()
    assert score.spread.runs == pytest.approx(within)
    reach = stats.norm.ppf(0.95) + stats.norm.ppf(0.8)
    lasting = max(0.0, (before - after).mean(axis=1).var(ddof=1) - within)
    enough = 40 * (0.1 * before.mean() / reach) ** 2
    assert score.if_unchanged.repeats == np.ceil(2 * within / (enough - lasting))
    assert f"{score.if_unchanged.repeats} repeats" in report.sentence
