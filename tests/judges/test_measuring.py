"""Comparing a judge with people."""

import numpy as np
import pytest

from ratchet.judges.calibration.measuring import Scale, correct_average, correct_pass_rate, measure

BINARY = [(1.0, 1.0)] * 40 + [(0.0, 1.0)] * 10 + [(0.0, 0.0)] * 24 + [(1.0, 0.0)] * 6


def test_what_passes_and_fails() -> None:
    found = measure(BINARY, threshold=0.5, human_threshold=0.5)
    assert (found.scale, found.pairs) == (Scale.BINARY, 80)
    assert found.agreement.value == pytest.approx(0.8)
    assert (found.confusion.categories, found.confusion.counts) == (("fail", "pass"), ((24, 10), (6, 40)))
    assert found.sensitivity is not None
    assert found.specificity is not None
    assert found.bias is not None
    assert (found.sensitivity.value, found.specificity.value) == (0.8, 0.8)
    assert found.bias.value == pytest.approx(-4 / 80)  # it passes 46 where people pass 50
    assert found.rank_correlation is None
    assert found.notes == []


def test_numbers_have_a_rank_correlation_and_each_side_its_threshold() -> None:
    stars = [(0.1, 1.0), (0.4, 2.0), (0.6, 4.0), (0.9, 5.0)]
    found = measure(stars, threshold=0.5, human_threshold=3)
    assert found.scale is Scale.NUMERIC
    assert found.agreement.value == 1
    assert found.rank_correlation is not None
    assert found.rank_correlation.value == 1
    assert found.notes == ["Only 4 pairs: intervals are wide, and another sample may say otherwise."]


def test_categories_are_compared_as_they_are() -> None:
    found = measure([("polite", "polite"), ("rude", "polite")] * 20, threshold=0.5, human_threshold=0.5)
    assert found.scale is Scale.CATEGORICAL
    assert found.agreement.value == 0.5
    assert found.errors is None


def test_what_cannot_be_corrected_says_why() -> None:
    assert "nothing is corrected" in measure([(1.0, 1.0)] * 40, threshold=0.5, human_threshold=0.5).notes[0]
    worse = measure([(0.0, 1.0), (1.0, 0.0)] * 20, threshold=0.5, human_threshold=0.5)
    assert "no better than chance" in worse.notes[0]
    assert worse.errors is not None
    assert correct_pass_rate([1.0, 0.0], 0.5, worse.errors).corrected.value is None


def test_a_calibration_recovers_a_planted_error_rate() -> None:
    """From people's labels of 150 of 1,150 traces, the share that is truly good lies in 93 to 97 % of intervals."""
    sensitivity, specificity, share, rounds = 0.85, 0.75, 0.6, 500
    random = np.random.default_rng(5)
    held, means = 0, 0
    for _ in range(rounds):
        good = random.random(1150) < share
        passed = np.where(good, random.random(1150) < sensitivity, random.random(1150) >= specificity)
        pairs = list(zip(passed[:150].astype(float).tolist(), good[:150].astype(float).tolist(), strict=True))
        found = measure(pairs, threshold=0.5, human_threshold=0.5)
        assert found.errors is not None
        assert found.differences is not None
        rest = passed[150:].astype(float).tolist()
        rate, mean = correct_pass_rate(rest, 0.5, found.errors), correct_average(rest, found.differences)
        assert rate.uncorrected.value == mean.uncorrected.value
        held += (rate.corrected.low or 0) <= share <= (rate.corrected.high or 1)
        means += (mean.corrected.low or 0) <= share <= (mean.corrected.high or 1)
    assert 0.93 <= held / rounds <= 0.97
    assert 0.93 <= means / rounds <= 0.97
