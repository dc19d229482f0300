"""How often verdicts are wrong, simulated: the short form of benchmarks/verdicts.py."""

from collections.abc import Iterator

import numpy as np
import pytest

from ratchet.stats.betting import follow
from ratchet.stats.drop import Pairs, to_pairs
from ratchet.stats.noninferiority import decide, items_needed

ROUNDS, MARGIN, ERROR_RATE = 600, 0.1, 0.05
# Three standard errors of a share of 5 % in so many rounds.
SLACK = 3 * (0.05 * 0.95 / ROUNDS) ** 0.5


def _draw(count: int, drop: float) -> Iterator[Pairs]:
    """Items that pass or fail by chance in every run, some more often than others."""
    random = np.random.default_rng(count)
    for _ in range(ROUNDS):
        level = random.beta(2, 1, count)
        before, after = (random.random(count) < chance for chance in (level, level * (1 - drop)))
        yield to_pairs(before.tolist(), after.tolist())


@pytest.mark.slow
def test_a_drop_of_the_margin_is_wrongly_excluded_or_shown_at_most_as_often_as_promised() -> None:
    decisions = [decide(pairs, MARGIN, error_rate=ERROR_RATE, resamples=999) for pairs in _draw(150, MARGIN)]
    assert np.mean([decision.is_excluded for decision in decisions]) <= ERROR_RATE + SLACK
    assert np.mean([decision.is_shown for decision in decisions]) <= ERROR_RATE + SLACK


@pytest.mark.slow
def test_a_release_in_which_nothing_changed_passes_with_as_many_items_as_a_report_asks_for() -> None:
    count = items_needed(next(_draw(20_000, 0.0)), MARGIN, error_rate=ERROR_RATE)
    assert count is not None
    decisions = [decide(pairs, MARGIN, error_rate=ERROR_RATE, resamples=999) for pairs in _draw(count, 0.0)]
    assert np.mean([decision.is_excluded for decision in decisions]) >= 0.8 - SLACK


@pytest.mark.slow
def test_looking_after_every_item_is_wrong_no_more_often() -> None:
    wrong = 0
    for pairs in _draw(300, MARGIN):
        looks = follow(pairs.baseline, pairs.candidate, margin=MARGIN, error_rate=ERROR_RATE / 2)
        at_end = decide(pairs, MARGIN, error_rate=ERROR_RATE / 2, resamples=999)
        wrong += looks.excluded_after > 0 or at_end.is_excluded
    assert wrong / ROUNDS <= ERROR_RATE + SLACK
