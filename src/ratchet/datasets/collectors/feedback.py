"""What the user of an application thought of an answer: thumbs, under the names and values that applications use."""

import re
from collections.abc import Iterable

from ratchet.domain.score import Score

NAMES = frozenset(
    {"user_feedback", "feedback", "thumbs", "thumb", "thumbs_up", "thumb_up", "like", "liked", "upvote", "vote"}
)
"""Scores that say how a user liked an answer, in small letters, whatever joins their words."""

NAMES_OF_DISLIKE = frozenset({"thumbs_down", "thumb_down", "dislike", "disliked", "downvote"})
"""Scores that say that a user did not."""

WORDS_OF_DISLIKE = frozenset({"negative", "down", "thumbs_down", "thumb_down", "bad", "dislike", "no", "false", "👎"})
"""What such a score says when it is a word."""

_WORD_OF_NOTHING = frozenset({"false", "no", "none", "0", ""})
_JOINTS = re.compile(r"[\s_.\-]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def find_thumbs_down(scores: Iterable[Score]) -> Score | None:
    """The score by which a user rejected the answer; of several of one name, the newest counts."""
    newest = {_plain(score.name): score for score in sorted(scores, key=lambda score: score.timestamp)}
    return next((score for name, score in newest.items() if _rejects(name, score)), None)


def _rejects(name: str, score: Score) -> bool:
    """Numbers: 0 and below are a thumbs-down, where the name itself is one, those above."""
    if name in NAMES_OF_DISLIKE:
        return score.value > 0 if score.value is not None else _plain(score.string_value) not in _WORD_OF_NOTHING
    if name not in NAMES:
        return False
    return score.value <= 0 if score.value is not None else _plain(score.string_value) in WORDS_OF_DISLIKE


def _plain(text: str) -> str:
    return _JOINTS.sub("_", _CAMEL.sub("_", text.strip())).casefold()
