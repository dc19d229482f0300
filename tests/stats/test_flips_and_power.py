"""Flips, several tests at once, where spread comes from, and how much it takes to see a drop."""

import numpy as np
import pytest
from scipy import stats

from ratchet.stats.betting import bound_drop, follow
from ratchet.stats.components import Components, Scored, split_variance
from ratchet.stats.flips import count_flips
from ratchet.stats.holm import adjust
from ratchet.stats.power import Differences, fewest_items, items_to_settle, least_distance, repeats_to_settle


def test_flips_are_tested_exactly() -> None:
    flips = count_flips([True] * 9 + [False] * 3 + [True] * 20, [False] * 9 + [True] * 3 + [True] * 20)
    assert flips[:2] == (9, 3)
    assert flips.p == pytest.approx(stats.binom.sf(8, 12, 0.5))
    assert count_flips([True, False], [True, False]) == (0, 0, 1.0)


def test_several_tests_are_held_to_the_level_of_one() -> None:
    assert adjust([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert adjust([0.9, 0.8]) == [1.0, 1.0]


def test_spread_is_split_into_what_items_runs_and_the_judge_bring() -> None:
    random = np.random.default_rng(0)
    scores = [
        Scored(item, (item, words), level + words / 10 + random.normal() * 0.05)
        for item, level in enumerate(random.normal(size=1500) * 0.3)
        for words in random.choice([-1, 1], size=6)  # a model that says one thing or another
    ]
    split = split_variance(scores)
    assert split.items == pytest.approx(0.09, rel=0.1)
    assert split.runs == pytest.approx(0.01, rel=0.1)
    assert split.judge == pytest.approx(0.0025, rel=0.1)


def test_what_was_never_repeated_says_nothing_of_noise() -> None:
    split = split_variance([Scored(item, item, float(item)) for item in range(5)])
    assert split == Components(items=2.5, runs=None, judge=None, repeats=0)


def test_so_many_items_find_a_drop_as_often_as_promised() -> None:
    random = np.random.default_rng(0)
    items = items_to_settle(0.25, 0.1, error_rate=0.05)
    assert items == 155
    differences = random.normal(0, 0.5, size=(2000, items))
    p = stats.ttest_1samp(differences, -0.1, axis=1, alternative="greater").pvalue
    assert np.mean(p < 0.05) == pytest.approx(0.8, abs=0.03)
    assert least_distance(0.25, items, error_rate=0.05) == pytest.approx(0.1, rel=0.01)


def test_repeats_help_against_noise_and_not_against_true_differences() -> None:
    assert repeats_to_settle(Differences(lasting=0, noise=0.13125), 40, 0.03625, error_rate=0.05) == 31
    assert repeats_to_settle(Differences(lasting=0.1, noise=0.1), 40, 0.03, error_rate=0.05) is None
    assert fewest_items(0.1, 0.05) == 46
    assert stats.binom.cdf(1, 46, 0.1) <= 0.05 < stats.binom.cdf(1, 45, 0.1)
    assert items_to_settle(0.1, 0.0, error_rate=0.05) is None


def test_a_drop_of_the_margin_is_seldom_excluded_however_often_one_looks() -> None:
    random = np.random.default_rng(3)
    wrong = early = 0
    for _ in range(300):
        before = random.beta(6, 2, 300)
        falls = random.random(300) < 0.1
        wrong += follow(before, np.where(falls, 0, before), margin=0.1, error_rate=0.05).excluded_after > 0
        early += 0 < follow(before, before, margin=0.1, error_rate=0.05).excluded_after < 150
    assert wrong <= 0.06 * 300
    assert early == 300


def test_a_great_drop_is_shown_long_before_the_end_and_its_interval_holds_it() -> None:
    random = np.random.default_rng(4)
    before = random.beta(6, 2, 400)
    after = before * random.beta(3, 3, 400)
    seen = follow(before, after, margin=0.1, error_rate=0.05)
    assert 0 < seen.shown_after < 100
    low, high = bound_drop(before, after, error_rate=0.05)
    assert 0.4 < low < 0.5 < high < 0.6
    assert follow([], [], margin=0.1, error_rate=0.05) == (0, 0, 1.0, 1.0)
