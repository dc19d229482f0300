"""Whether two measures put things in the same order."""

import numpy as np
import pytest
from scipy import stats

from ratchet.stats.correlation import estimate_kendall, estimate_spearman, kendall, spearman
from ratchet.stats.estimate import Estimate


def test_ranks_alone_count_and_equal_values_share_theirs() -> None:
    first, second = [1, 2, 2, 4, 50], [1, 3, 2, 9, 8]
    assert spearman(first, second) == pytest.approx(stats.spearmanr(first, second)[0])
    assert kendall([1, 2, 3], [1, 3, 2]) == pytest.approx(1 / 3)


def test_what_never_changes_has_no_rank_correlation() -> None:
    assert estimate_spearman([1, 1, 1, 1], [1, 2, 3, 4]) == Estimate(None, None, None, 4)
    assert estimate_kendall([1, 2], [1, 2]) == Estimate(None, None, None, 2)


def test_the_same_seed_gives_the_same_interval() -> None:
    random = np.random.default_rng(1)
    first = random.normal(size=60)
    second = first + random.normal(size=60)
    once, again = (estimate_spearman(first, second, resamples=200, seed=3) for _ in range(2))
    assert once == again
    assert once.low is not None
    assert once.value is not None
    assert once.high is not None
    assert once.low < once.value < once.high


def test_answers_to_one_question_are_no_independent_samples() -> None:
    random = np.random.default_rng(1)
    questions = np.repeat(np.arange(40), 10)
    level = random.normal(size=40)[questions]  # a question makes all of its answers good or bad
    first, second = level + random.normal(size=400) / 5, level + random.normal(size=400) / 5
    alone = estimate_spearman(first, second, resamples=300)
    grouped = estimate_spearman(first, second, groups=questions.tolist(), resamples=300)
    assert alone.value == grouped.value
    assert _width(grouped) > 1.5 * _width(alone)


def _width(estimate: Estimate) -> float:
    assert estimate.low is not None
    assert estimate.high is not None
    return estimate.high - estimate.low
