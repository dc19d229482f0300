"""Users reject answers in many words."""

import pytest

from ratchet.datasets.collectors.feedback import find_thumbs_down
from ratchet.domain.score import Score, ScoreType


def _score(name: str, value: float | str, timestamp: int = 1) -> Score:
    if isinstance(value, str):
        return Score("p", name, name, ScoreType.CATEGORICAL, timestamp, string_value=value)
    return Score("p", name, name, ScoreType.NUMERIC, timestamp, value=value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("user-feedback", 0.0),
        ("user_feedback", -1.0),
        ("userFeedback", "negative"),
        ("User Feedback", "👎"),
        ("feedback", "Thumbs Down"),
        ("thumbs", "down"),
        ("thumbs_up", 0.0),
        ("thumbs-down", 1.0),
        ("dislike", "yes"),
    ],
)
def test_a_thumbs_down_is_told_under_the_names_and_values_in_use(name: str, value: float | str) -> None:
    assert find_thumbs_down([_score(name, value)]) is not None


@pytest.mark.parametrize(
    ("name", "value"),
    [("user-feedback", 1.0), ("feedback", "positive"), ("thumbs_down", 0.0), ("dislike", "no"), ("accuracy", 0.0)],
)
def test_praise_and_other_scores_are_no_thumbs_down(name: str, value: float | str) -> None:
    assert find_thumbs_down([_score(name, value)]) is None


def test_a_user_who_thinks_again_is_heard() -> None:
    before, after = _score("user-feedback", 0.0, 1), _score("user-feedback", 1.0, 2)
    assert find_thumbs_down([after, before]) is None
