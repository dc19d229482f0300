"""Scores that a judge and people gave to the same things."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean

from ratchet.domain.condition import Condition, Operator
from ratchet.domain.judge import Judge
from ratchet.domain.score import Score, ScoreSource, ScoreType
from ratchet.domain.value import decode_value
from ratchet.domain.window import Window
from ratchet.judges.calibration.measuring import Pair, Value
from ratchet.store.events import EventStore
from ratchet.store.events.score_reads import ScoreQuery, find_scores

SCORES_MAX = 100_000

Place = tuple[str, str]
"""A trace, and a span of it or none."""


def read_judged(events: EventStore, judge: Judge, window: Window) -> dict[Place, Value]:
    """What a judge said in this version, by what it looked at; at most so many, the newest."""
    conditions = (
        Condition("name", Operator.EQUAL, judge.gives),
        Condition("source", Operator.EQUAL, ScoreSource.EVAL.value),
        Condition("metadata", Operator.EQUAL, judge.epoch, "epoch"),
    )
    scores = _read(events, judge.project_id, window, conditions)
    mine = (score for score in scores if decode_value(score.metadata.get("judge", "")) == judge.name)
    return {place: values[0] for place, values in _by_place(mine).items()}


def read_human(
    events: EventStore, project_id: str, window: Window, *, name: str, sources: Sequence[ScoreSource]
) -> dict[Place, Value]:
    """What people said under a name, by what they looked at; several people's numbers as their mean."""
    conditions = (
        Condition("name", Operator.EQUAL, name),
        Condition("source", Operator.ANY_OF, [source.value for source in sources]),
    )
    found = _by_place(_read(events, project_id, window, conditions))
    return {place: _settle(values) for place, values in found.items()}


def to_pairs(judged: Mapping[Place, Value], human: Mapping[Place, Value]) -> list[Pair]:
    """What both scored."""
    return [(judged[place], value) for place, value in human.items() if place in judged]


def _read(events: EventStore, project_id: str, window: Window, conditions: tuple[Condition, ...]) -> Sequence[Score]:
    query = ScoreQuery(project_id=project_id, window=window, conditions=conditions)
    return find_scores(events, query, limit=SCORES_MAX)


def _by_place(scores: Iterable[Score]) -> dict[Place, list[Value]]:
    """Values by what they judge, the newest first."""
    values: dict[Place, list[Value]] = defaultdict(list)
    for score in scores:
        value = score.string_value if score.data_type == ScoreType.CATEGORICAL else score.value
        if score.trace_id and value is not None:
            values[score.trace_id, score.span_id].append(value)
    return values


def _settle(values: Sequence[Value]) -> Value:
    """One value for what several people said: the mean of numbers, the category that most named."""
    numbers = [value for value in values if not isinstance(value, str)]
    if len(numbers) == len(values):
        return fmean(numbers)
    return Counter(map(str, values)).most_common(1)[0][0]
