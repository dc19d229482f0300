"""Scores of the same items, before and after: what was answered, what failed, and what is missing."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import NamedTuple

from ratchet.domain.answer import Answer
from ratchet.domain.comparison import Absence
from ratchet.domain.value import encode_value
from ratchet.stats.components import Scored

WORST_SCORE = 0.0
"""What an item scores to which there is no answer."""
SCORE_MAX = 1e12
"""Beyond, a number is no score, and sums of them no number."""


class Reading(NamedTuple):
    """One score of one answer; `answer` is its words, and empty where it has none."""

    value: float
    answer: str = ""

    def of(self, item: Hashable, mean: float = 0.0) -> Scored:
        """The score about a mean. Without words there is no telling whether two answers are the same."""
        return Scored(item, self.answer or object(), self.value - mean)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """An item's scores of one name, a reading per repeat; no reading of the candidate where its judge failed."""

    item_id: str
    cluster: str | None
    baseline: tuple[Reading, ...]
    candidate: tuple[Reading, ...]
    absence: Absence | None = None
    detail: str = ""

    @property
    def before(self) -> float:
        return fmean(reading.value for reading in self.baseline)

    @property
    def after(self) -> float:
        return fmean(reading.value for reading in self.candidate)

    @property
    def is_scored(self) -> bool:
        return bool(self.candidate)


def to_pairs(
    score_name: str, baseline: Iterable[Answer], candidate: Iterable[Answer], *, counts_missing: bool
) -> list[Pair]:
    """The items that the baseline has a score of, in the order of their ids.

    An answer that failed scores as low as can be, in the baseline as in the candidate; so does an item that the
    candidate has no answer to, if `counts_missing`. A judge that failed says nothing of the answer.
    """
    before, after = _by_item(baseline), _by_item(candidate)
    pairs: list[Pair] = []
    for item_id in sorted(before):
        readings = _read(score_name, before[item_id])
        answers = after.get(item_id, [])
        if readings and (answers or counts_missing):
            pairs.append(_to_pair(score_name, item_id, readings, before[item_id], answers))
    return pairs


def to_scored(pairs: Iterable[Pair]) -> list[Scored]:
    """All readings about their side's mean, so that what both sides differ by is no noise."""
    pairs = [pair for pair in pairs if pair.is_scored]
    if not pairs:
        return []
    sides = (fmean(pair.before for pair in pairs), fmean(pair.after for pair in pairs))
    return [
        reading.of((side, pair.item_id), sides[side])
        for pair in pairs
        for side, readings in enumerate((pair.baseline, pair.candidate))
        for reading in readings
    ]


def names_of(answers: Iterable[Answer]) -> set[str]:
    """The names under which there are numbers."""
    return {name for answer in answers for name, value in answer.scores.items() if _is_score(value)}


def _by_item(answers: Iterable[Answer]) -> dict[str, list[Answer]]:
    found: dict[str, list[Answer]] = {}
    for answer in answers:
        found.setdefault(answer.item_id, []).append(answer)
    return found


def _to_pair(
    score_name: str, item_id: str, readings: tuple[Reading, ...], before: Sequence[Answer], answers: Sequence[Answer]
) -> Pair:
    after = _read(score_name, answers) if answers else (Reading(WORST_SCORE),)
    absence, detail = _find_absence(score_name, answers, after)
    clusters = (answer.cluster for answer in (*answers, *before) if answer.cluster)
    return Pair(
        item_id=item_id,
        cluster=next(clusters, None),
        baseline=readings,
        candidate=after,
        absence=absence,
        detail=detail,
    )


def _find_absence(
    score_name: str, answers: Sequence[Answer], readings: Sequence[Reading]
) -> tuple[Absence | None, str]:
    if not answers:
        return Absence.MISSING, "The run has no answer to this item"
    failed = [answer for answer in answers if not answer.is_ok]
    if failed:
        said = f"{failed[0].error or 'failed'}: {failed[0].error_detail}".removesuffix(": ")
        return Absence.FAILED, said if len(answers) == 1 else f"{len(failed)} of {len(answers)} answers: {said}"
    if not readings:
        opinions = (one for answer in answers for one in answer.opinions if one.score_name == score_name)
        failures = (f"{one.failure}: {one.detail}".removesuffix(": ") for one in opinions if one.failure)
        return Absence.UNSCORED, next(failures, "No judge gave this score")
    return None, ""


def _read(score_name: str, answers: Iterable[Answer]) -> tuple[Reading, ...]:
    found: list[Reading] = []
    for answer in answers:
        value = answer.scores.get(score_name) if answer.is_ok else WORST_SCORE
        if value is not None and _is_score(value):
            found.append(Reading(value, encode_value(answer.output) if answer.output else ""))
    return tuple(found)


def _is_score(value: float | None) -> bool:
    return value is not None and abs(value) <= SCORE_MAX
