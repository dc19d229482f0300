"""Stopping a run before its last item: bets that may be looked at after every item without being wrong more often.

A run that may stop spends half of its error rate on these looks and half on the test at its end, so that both together
are wrong no more often than was asked for.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import NamedTuple

from ratchet.domain.answer import Answer
from ratchet.domain.comparison import Early, Finding, ScoreComparison
from ratchet.domain.regression_run import Criteria
from ratchet.regression.grading import is_relative
from ratchet.regression.pairing import to_pairs
from ratchet.stats.betting import Looks, bound_drop, follow

SEQUENCE = "confidence sequence"


class Scores(NamedTuple):
    """An item's score before and after."""

    before: float
    after: float


def error_rate_of(criteria: Criteria) -> float:
    """What is left of the error rate for one test: all of it, or half where a run may stop early."""
    return (1 - criteria.confidence) / (2 if criteria.stops_early else 1)


def should_stop(scores: Sequence[Scores], criteria: Criteria) -> Finding | None:
    """What the items so far have settled, if they have.

    `scores` are those that `read_scores` finds. Only scores from 0 to 1 can be bet on.
    """
    if not criteria.stops_early or not scores or not _is_bounded(scores):
        return None
    return _settled(_look(scores, criteria))


def read_scores(
    score_name: str, baseline: Sequence[Answer], candidate: Sequence[Answer], order: Iterable[str]
) -> list[Scores]:
    """The items so far, in the order in which they were drawn, up to the first that is not judged yet.

    An order of which the answers know nothing keeps bets fair; so does taking the first repeat of each item only.
    There are none where items are not independent of each other.
    """
    first = [answer for answer in candidate if answer.repeat == 0]
    pairs = {pair.item_id: pair for pair in to_pairs(score_name, baseline, first, counts_missing=False)}
    if any(pair.cluster is not None for pair in pairs.values()):
        return []
    answered = {answer.item_id for answer in first if answer.is_judged}
    found = (pairs.get(item_id) for item_id in takewhile(answered.__contains__, order))
    return [Scores(pair.before, pair.after) for pair in found if pair is not None and pair.is_scored]


def settle_early(
    score: ScoreComparison, scores: Sequence[Scores], criteria: Criteria, *, planned: int, answers: int
) -> tuple[ScoreComparison, Early | None]:
    """A score of a run that has stopped, by the bets alone; as it was where they settled nothing."""
    finding = should_stop(scores, criteria)
    if finding is None:
        return score, None
    looks = _look(scores, criteria)
    low, high = bound_drop(*zip(*scores, strict=True), error_rate=error_rate_of(criteria))
    stopped = replace(
        score,
        low=low,
        high=high,
        method=SEQUENCE,
        finding=finding,
        is_drop_sure=low > 0,
        p_excluded=looks.p_excluded,
        p_shown=looks.p_shown,
    )
    return stopped, Early(answers=answers, planned=planned, finding=finding)


def _look(scores: Sequence[Scores], criteria: Criteria) -> Looks:
    before, after = zip(*scores, strict=True)
    if not is_relative(sum(before) / len(before), criteria):
        return Looks(0, 0, 1.0, 1.0)  # a drop in points is another question than the bets answer
    return follow(before, after, margin=criteria.fail_at, error_rate=error_rate_of(criteria))


def _settled(looks: Looks) -> Finding | None:
    if looks.excluded_after and not 0 < looks.shown_after < looks.excluded_after:
        return Finding.EXCLUDED
    return Finding.SHOWN if looks.shown_after else None


def _is_bounded(scores: Sequence[Scores]) -> bool:
    return all(0 <= value <= 1 for pair in scores for value in pair)
