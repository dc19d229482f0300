"""The drop of a mean, its interval, and the tests about it."""

import numpy as np
import pytest
from scipy import stats

from ratchet.stats.drop import BOOTSTRAPPED_MAX, estimate_drop, p_of_excess, p_of_shortfall, to_pairs
from ratchet.stats.estimate import Estimate


def _scores(count: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    before = random.beta(4, 2, count)
    return before, np.clip(before - 0.05 + random.normal(size=count) / 6, 0, 1)


def test_what_has_not_changed_has_dropped_by_exactly_nothing() -> None:
    before, _ = _scores(50)
    assert estimate_drop(to_pairs(before, before), confidence=0.9) == Estimate(0.0, 0.0, 0.0, 50)
    assert estimate_drop(to_pairs(before, 0.75 * before), confidence=0.9).high == pytest.approx(0.25)


def test_the_interval_is_that_of_a_bootstrap_which_knows_nothing_of_sums() -> None:
    before, after = _scores(300)
    estimate = estimate_drop(to_pairs(before, after), confidence=0.9)
    apart = stats.bootstrap(
        (before, after),
        lambda before, after: 1 - after.mean() / before.mean(),
        paired=True,
        confidence_level=0.9,
        rng=np.random.default_rng(7),
        n_resamples=5000,
        vectorized=False,
    ).confidence_interval
    assert estimate.value == pytest.approx(1 - after.mean() / before.mean())
    assert (estimate.low, estimate.high) == pytest.approx((apart.low, apart.high), abs=0.003)


def test_the_same_scores_give_the_same_interval() -> None:
    pairs = to_pairs(*_scores(80))
    assert estimate_drop(pairs, confidence=0.9) == estimate_drop(pairs, confidence=0.9)


def test_many_items_are_not_resampled_and_the_interval_is_the_same_nearly() -> None:
    before, after = _scores(BOOTSTRAPPED_MAX + 1)
    many = estimate_drop(to_pairs(before, after), confidence=0.9)
    fewer = estimate_drop(to_pairs(before[:-1], after[:-1]), confidence=0.9, resamples=500)
    assert (many.low, many.high) == pytest.approx((fewer.low, fewer.high), abs=0.001)


def test_items_of_a_session_are_no_independent_samples() -> None:
    random = np.random.default_rng(2)
    sessions = np.repeat(np.arange(40), 10)
    before = random.beta(4, 2, 400)
    after = np.clip(before + random.normal(size=40)[sessions] / 5, 0, 1)
    alone = estimate_drop(to_pairs(before, after), confidence=0.9)
    together = estimate_drop(to_pairs(before, after, sessions.tolist()), confidence=0.9)
    assert together.value == pytest.approx(alone.value)
    assert together.samples == 40
    assert _width(together) > 2 * _width(alone)


def test_tests_of_the_margin_agree_with_a_paired_t_test() -> None:
    before, after = _scores(120)
    expected = stats.ttest_rel(after, 0.9 * before, alternative="greater").pvalue
    pairs = to_pairs(before, after)
    assert p_of_excess(pairs, 0.1) == pytest.approx(expected)
    assert p_of_shortfall(pairs, 0.1) == pytest.approx(1 - expected)
    points = to_pairs(before, after, is_relative=False)
    assert p_of_excess(points, 0.1) == pytest.approx(stats.ttest_rel(after, before - 0.1, alternative="greater").pvalue)


def test_a_baseline_of_zeros_and_a_single_item_have_no_interval() -> None:
    assert estimate_drop(to_pairs([0, 0, 0], [0, 1, 0]), confidence=0.9) == Estimate(None, None, None, 3)
    assert estimate_drop(to_pairs([0.5], [0.4]), confidence=0.9).low is None
    assert estimate_drop(to_pairs([0, 0, 0], [0, 1, 0], is_relative=False), confidence=0.9).value == -1 / 3


def _width(estimate: Estimate) -> float:
    assert estimate.low is not None
    assert estimate.high is not None
    return estimate.high - estimate.low
