import pytest

from ratchet.domain.step import step_numbers, step_of
from ratchet.domain.window import HOUR_NS, SECOND_NS, Window

NOON = 1_794_830_400 * SECOND_NS


@pytest.mark.parametrize(
    ("hours", "steps_max", "step_s"),
    [(24, 60, 1800), (1, 60, 120), (0.25, 60, 30), (168, 60, 3 * 3600), (24 * 90, 60, 2 * 86_400)],
)
def test_steps_are_the_shortest_round_ones_that_are_few_enough(hours: float, steps_max: int, step_s: int) -> None:
    start = NOON + 7 * SECOND_NS  # a window seldom begins with a step, so it reaches into one more
    assert step_of(Window(start, start + int(hours * HOUR_NS)), steps_max) == step_s * SECOND_NS


def test_the_longest_steps_are_taken_where_none_are_few_enough() -> None:
    assert step_of(Window(HOUR_NS, NOON), 1) == 30 * 24 * HOUR_NS


def test_the_end_of_a_window_is_not_in_it() -> None:
    assert list(step_numbers(Window(3 * HOUR_NS, 5 * HOUR_NS), HOUR_NS)) == [3, 4]
    assert list(step_numbers(Window(3 * HOUR_NS + 1, 5 * HOUR_NS + 1), HOUR_NS)) == [3, 4, 5]
