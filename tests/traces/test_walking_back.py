"""The way back through a window: every moment is in one piece, and a long way has few."""

import pytest

from ratchet.domain.trace import ALL_TIME
from ratchet.domain.window import HOUR_NS, Window
from ratchet.store.events.windows import walk_back

NOW = 1_795_366_800 * 10**9 + 17


@pytest.mark.parametrize("hours", [0, 1, 5, 200, 5_000, 400_000])
def test_every_moment_is_in_one_piece_newest_first(hours: int) -> None:
    window = Window(NOW - hours * HOUR_NS - 5, NOW + 3)
    pieces = list(walk_back(window, NOW, window.start))
    assert pieces[0].end == window.end
    assert pieces[-1].start == window.start
    assert [piece.end for piece in pieces[1:]] == [piece.start for piece in pieces[:-1]]


def test_the_whole_of_time_is_walked_in_few_steps() -> None:
    assert len(list(walk_back(ALL_TIME, NOW, 0))) < 80


def test_nothing_is_looked_for_before_the_earliest() -> None:
    pieces = list(walk_back(ALL_TIME, NOW, NOW - 3 * HOUR_NS))
    assert min(piece.start for piece in pieces) == NOW - 3 * HOUR_NS
    assert list(walk_back(ALL_TIME, NOW, ALL_TIME.end)) == []


def test_the_first_piece_reaches_into_the_future_and_an_hour_back() -> None:
    first = next(walk_back(ALL_TIME, NOW, 0))
    assert first.end == ALL_TIME.end
    assert HOUR_NS <= NOW - first.start < 2 * HOUR_NS
