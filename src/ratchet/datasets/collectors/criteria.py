"""Whether the scores of a trace meet what a collector asks, and in which words."""

from collections.abc import Collection, Mapping, Sequence
from math import isfinite
from statistics import fmean

from ratchet.datasets.collectors.feedback import find_thumbs_down
from ratchet.domain.collector import Collector, Criterion, CriterionType, Match
from ratchet.domain.condition import Condition
from ratchet.domain.quality import QUALITY_SCALE
from ratchet.domain.score import Score, ScoreType

SUMMARIES: Mapping[CriterionType, str] = {
    CriterionType.QUALITY: "The mean of the trace's quality scores lies in a range.",
    CriterionType.SCORE: "The mean of the trace's scores of one name lies in a range.",
    CriterionType.CATEGORY: "A score of one name is one of some categories.",
    CriterionType.THUMBS_DOWN: "The user of the application rejected the answer.",
}
"""What each type of criterion asks."""

_NUMBERS = (ScoreType.NUMERIC, ScoreType.BOOLEAN)
_NAMES_SHOWN = 5


def find_match(collector: Collector, scores: Sequence[Score], of_quality: Collection[str]) -> Match | None:
    """Why a trace with these scores meets the criteria of a collector, by the first that it meets; None if by none."""
    if not collector.criteria:
        return Match(f"It meets {describe(collector)}.")
    matches = (_match(criterion, scores, of_quality) for criterion in collector.criteria)
    return next((match for match in matches if match is not None), None)


def describe(collector: Collector) -> str:
    """The rule of a collector in one line."""
    asked = " or ".join(map(_describe_criterion, collector.criteria))
    filters = " and ".join(map(_describe_condition, collector.filters))
    return " where ".join(part for part in (asked, filters) if part) or "no condition"


def _describe_criterion(criterion: Criterion) -> str:
    match criterion.type:
        case CriterionType.QUALITY:
            return f"quality {criterion.range}".strip()
        case CriterionType.SCORE:
            return f"{criterion.score_name} {criterion.range}".strip()
        case CriterionType.CATEGORY:
            return f"{criterion.score_name} being {' or '.join(criterion.values)}"
        case CriterionType.THUMBS_DOWN:
            return "a thumbs-down"


def _describe_condition(condition: Condition) -> str:
    field = f"{condition.field} {condition.key}".strip()
    return " ".join(str(part) for part in (field, condition.operator, condition.value) if part is not None)


def _match(criterion: Criterion, scores: Sequence[Score], of_quality: Collection[str]) -> Match | None:
    match criterion.type:
        case CriterionType.QUALITY:
            return _match_quality(criterion, scores, of_quality)
        case CriterionType.SCORE:
            return _match_mean(criterion, [one for one in _numbers(scores) if one.name == criterion.score_name])
        case CriterionType.CATEGORY:
            return _match_category(criterion, scores)
        case CriterionType.THUMBS_DOWN:
            return _match_thumbs_down(scores)


def _match_quality(criterion: Criterion, scores: Sequence[Score], of_quality: Collection[str]) -> Match | None:
    low, high = QUALITY_SCALE
    found = [one for one in _numbers(scores) if one.name in of_quality and low <= _value(one) <= high]
    if not found:
        return None
    mean = fmean(map(_value, found))
    if not criterion.admits(mean):
        return None
    said = f"Its quality is {mean:.3g}, {_tell_apart(found)}; the rule asks for {_asked(criterion)}."
    return Match(said, found[0].name if len(found) == 1 else "quality", mean)


def _tell_apart(found: Sequence[Score]) -> str:
    if len(found) == 1:
        return f"by {found[0].name}"
    shown = ", ".join(f"{one.name} {_value(one):.3g}" for one in found[:_NAMES_SHOWN])
    more = ", …" if len(found) > _NAMES_SHOWN else ""
    return f"the mean of {len(found)} scores ({shown}{more})"


def _match_mean(criterion: Criterion, scores: Sequence[Score]) -> Match | None:
    if not scores:
        return None
    mean = fmean(map(_value, scores))
    if not criterion.admits(mean):
        return None
    name = criterion.score_name
    of = f", the mean of {len(scores)}" if len(scores) > 1 else ""
    return Match(f"Its {name} is {mean:.3g}{of}; the rule asks for {_asked(criterion)}.", name, mean)


def _match_category(criterion: Criterion, scores: Sequence[Score]) -> Match | None:
    for score in scores:
        if score.name == criterion.score_name and score.string_value in criterion.values:
            value = score.value if score.value is not None and isfinite(score.value) else None
            return Match(f"Its {score.name} is {score.string_value}, which the rule asks for.", score.name, value)
    return None


def _match_thumbs_down(scores: Sequence[Score]) -> Match | None:
    score = find_thumbs_down(scores)
    if score is None:
        return None
    said = score.string_value or f"{_value(score):g}"
    return Match(f"Its user rejected it: {score.name} is {said}.", score.name, 0.0)


def _asked(criterion: Criterion) -> str:
    return criterion.range or "any"


def _numbers(scores: Sequence[Score]) -> list[Score]:
    return [one for one in scores if one.data_type in _NUMBERS and one.value is not None and isfinite(one.value)]


def _value(score: Score) -> float:
    return 0.0 if score.value is None else score.value
