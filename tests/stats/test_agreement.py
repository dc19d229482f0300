"""Agreement beyond chance, shares and means with their intervals."""

import numpy as np
import pytest

from ratchet.stats.agreement import count_confusion, estimate_agreement, estimate_kappa
from ratchet.stats.estimate import Estimate, estimate_mean, estimate_share

# 50 grant proposals read by two people: 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no.
PROPOSALS = [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15


def test_kappa_of_the_example_in_every_textbook() -> None:
    confusion = count_confusion(PROPOSALS)
    assert (confusion.categories, confusion.counts) == (("no", "yes"), ((15, 10), (5, 20)))
    kappa = estimate_kappa(confusion)
    assert kappa.value == pytest.approx(0.4)
    assert (kappa.low, kappa.high, kappa.samples) == (
        pytest.approx(0.151, abs=1e-3),
        pytest.approx(0.649, abs=1e-3),
        50,
    )
    assert estimate_agreement(confusion).value == pytest.approx(0.7)


def test_no_kappa_where_only_one_category_was_ever_given() -> None:
    confusion = count_confusion([("yes", "yes")] * 9)
    assert estimate_kappa(confusion) == Estimate(None, None, None, 9)
    assert estimate_agreement(confusion).value == 1
    assert estimate_kappa(count_confusion([])).samples == 0


def test_the_interval_of_a_kappa_holds_it() -> None:
    random = np.random.default_rng(7)
    truth = 0.52  # the second repeats the first so often, and guesses by the same odds else: that is kappa
    hits = 0
    for _ in range(500):
        first = random.random(300) < 0.3
        second = np.where(random.random(300) < truth, first, random.random(300) < 0.3)
        kappa = estimate_kappa(count_confusion(list(zip(first.tolist(), second.tolist(), strict=True))))
        assert kappa.low is not None
        assert kappa.high is not None
        hits += kappa.low <= truth <= kappa.high
    assert 0.93 <= hits / 500 <= 0.97


def test_a_share_near_its_end_keeps_an_interval() -> None:
    share = estimate_share(20, 20)
    assert (share.value, share.high) == (1, 1)
    assert share.low == pytest.approx(0.839, abs=1e-3)  # Wilson's, 20 of 20
    assert estimate_share(0, 0) == Estimate(None, None, None, 0)


def test_a_mean_says_how_sure_it_is() -> None:
    mean = estimate_mean([1, 2, 3, 4])
    assert mean.value == 2.5
    assert (mean.low, mean.high) == (pytest.approx(0.446, abs=1e-3), pytest.approx(4.554, abs=1e-3))
    assert estimate_mean([3]) == Estimate(3, None, None, 1)
    assert estimate_mean([]) == Estimate(None, None, None, 0)
