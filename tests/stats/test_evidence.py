import math
import random

import pytest

from ratchet.stats.evidence import bets_below, weigh_bets, weigh_mean, weigh_share, weigh_sum

LOOKS = 100
SEQUENCES = 300
LENGTH = 200


def worst(values: list[float], weigh: object) -> float:
    """The most evidence at any look of a sequence."""
    return max(weigh(values[:size]) for size in range(1, len(values), 5))


def weigh_failures(values: list[float]) -> float:
    return weigh_share(round(sum(values)), len(values), 0.1)


def weigh_low_scores(values: list[float]) -> float:
    return weigh_bets([sum(math.log1p(bet * (0.7 - value)) for value in values) for bet in bets_below(0.7)])


@pytest.mark.parametrize(
    ("draw", "weigh"),
    [
        (lambda rnd: float(rnd.random() < 0.1), weigh_failures),
        (lambda rnd: rnd.betavariate(7, 3), weigh_low_scores),
        (lambda rnd: float(rnd.random() < 0.7), weigh_low_scores),
    ],
    ids=["failures at the limit", "scores around the limit", "truths around the limit"],
)
def test_at_the_limit_one_sequence_in_a_hundred_at_most_ever_reaches_a_hundred(draw: object, weigh: object) -> None:
    rnd = random.Random(7)
    alarms = sum(worst([draw(rnd) for _ in range(LENGTH)], weigh) >= math.log(LOOKS) for _ in range(SEQUENCES))
    assert alarms <= 3 * SEQUENCES / LOOKS


def test_what_is_far_beyond_the_limit_is_seen_soon() -> None:
    assert weigh_share(20, 50, 0.1) > math.log(100_000)
    assert weigh_share(12, 12, 0.1) > math.log(100_000)
    assert weigh_low_scores([0.3] * 25) > math.log(100_000)
    assert weigh_sum(300, 100, per_value=1) > math.log(100_000)
    assert weigh_mean(0.5, 1.0, 200) > math.log(100_000)


def test_nothing_is_evidence_of_nothing() -> None:
    assert weigh_share(0, 0, 0.1) == weigh_bets([]) == weigh_mean(0.0, 0.0, 0) == 0
    assert weigh_share(3, 4, 1.0) == 0  # nothing is above all
    assert weigh_share(0, 50, 0.1) < 0
    assert weigh_share(1, 50, 0.0) == math.inf
