"""Trends: a planted one is found, and intervals hold it as often as they say."""

import numpy as np
import pytest

from ratchet.stats.trend import estimate_slope


def test_a_line_is_found_without_an_interval() -> None:
    found = estimate_slope([1, 2, 3, 4], [1.0, 0.9, 0.8, 0.7])
    assert found.value == pytest.approx(-0.1)
    assert (found.low, found.high, found.samples) == (None, None, 4)


def test_too_few_values_have_no_slope() -> None:
    assert estimate_slope([1, 2], [1.0, 0.5]).value is None
    assert estimate_slope([1, 1, 1], [1.0, 0.5, 0.2]).value is None


@pytest.mark.parametrize("turns", [6, 20])
def test_the_interval_holds_a_planted_change_in_95_percent_of_conversations(turns: int) -> None:
    drawn = np.random.default_rng(turns)
    steps = np.arange(turns)
    held = 0
    for _ in range(1000):
        found = estimate_slope(steps, 0.9 - 0.02 * steps + drawn.normal(0, 0.1, turns))
        assert found.low is not None
        assert found.high is not None
        held += found.low <= -0.02 <= found.high
    assert 930 <= held <= 970
