"""Shares and means with a judge's known errors taken out: what was planted is found again."""

from typing import NamedTuple

import numpy as np
import pytest

from ratchet.stats.correction import Bias, ErrorRates, correct_mean, correct_share, measure_bias
from ratchet.stats.estimate import Estimate

ROUNDS = 2000


class Planted(NamedTuple):
    """A judge's true error rates, the true share, and how many were judged and how many of them people checked."""

    sensitivity: float
    specificity: float
    share: float
    judged: int
    checked: int


PLANTED = [
    Planted(0.9, 0.8, 0.7, 2000, 200),
    Planted(0.85, 0.9, 0.3, 1000, 150),
    Planted(0.95, 0.7, 0.85, 5000, 300),
    Planted(0.7, 0.7, 0.5, 500, 100),
    Planted(0.95, 0.9, 0.9, 1000, 100),
]


@pytest.mark.parametrize("planted", PLANTED, ids=str)
def test_a_planted_error_rate_is_recovered(planted: Planted) -> None:
    random = np.random.default_rng(1)
    estimates = [_simulate(planted, random) for _ in range(ROUNDS)]
    held = sum(_holds(estimate, planted.share) for estimate in estimates)
    values = [estimate.value for estimate in estimates if estimate.value is not None]
    assert 0.93 <= held / ROUNDS <= 0.97
    assert np.mean(values) == pytest.approx(planted.share, abs=0.01)


def _simulate(planted: Planted, random: np.random.Generator) -> Estimate:
    positives = int(random.binomial(planted.checked, planted.share))
    negatives = planted.checked - positives
    errors = ErrorRates(
        int(random.binomial(positives, planted.sensitivity)),
        positives,
        int(random.binomial(negatives, planted.specificity)),
        negatives,
    )
    good = random.binomial(planted.judged, planted.share)
    passed = random.binomial(good, planted.sensitivity) + random.binomial(
        planted.judged - good, 1 - planted.specificity
    )
    return correct_share(int(passed), planted.judged, errors)


def test_a_mean_is_corrected_by_what_people_found() -> None:
    random = np.random.default_rng(2)
    held = 0
    for _ in range(ROUNDS):
        truth = random.beta(4, 2, 600)  # its mean is 2/3
        judged = np.clip(truth * 0.7 + 0.1 + random.normal(0, 0.1, 600), 0, 1)
        held += _holds(correct_mean(judged[80:], measure_bias(judged[:80], truth[:80])), 2 / 3)
    assert 0.93 <= held / ROUNDS <= 0.97


def test_a_judge_no_better_than_chance_says_nothing() -> None:
    assert correct_share(50, 100, ErrorRates(5, 10, 5, 10)) == Estimate(None, None, None, 100)
    assert correct_share(50, 100, ErrorRates(5, 10, 0, 0)).value is None
    assert correct_share(0, 0, ErrorRates(9, 10, 9, 10)) == Estimate(None, None, None, 0)
    assert correct_mean([0.5], Bias(0.1, 0.01, 10)).value is None
    assert correct_mean([0.5, 0.5], Bias(0.1, 0.01, 1)).value is None


def test_a_corrected_share_stays_a_share() -> None:
    corrected = correct_share(100, 100, ErrorRates(8, 10, 9, 10))
    assert (corrected.value, corrected.high) == (1, 1)


def _holds(estimate: Estimate, truth: float) -> bool:
    return estimate.low is not None and estimate.high is not None and estimate.low <= truth <= estimate.high
