"""What one can ask of Langfuse's lists of scores, as one query."""

from collections.abc import Mapping
from math import isfinite
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from ratchet.domain.condition import Condition, Operator
from ratchet.domain.score import Score, ScoreSource, ScoreType
from ratchet.http.fields import Environment, Time, invalid_field
from ratchet.langfuse.filter_columns import SCORE_FILTERS
from ratchet.langfuse.filters import parse_filter
from ratchet.langfuse.parameters import (
    Limit,
    PageParameters,
    Parameters,
    any_of,
    equal,
    pick_fields,
    split_commas,
    to_window,
)
from ratchet.langfuse.score_view import GROUPS_V3
from ratchet.store.events.score_reads import ScoreQuery

_OPERATORS: Mapping[str, Operator] = {
    **{operator: Operator(operator) for operator in ("=", "<", ">", "<=", ">=")},
    "!=": Operator.UNEQUAL,
}
_GROUPS = ("score", "trace")


def _split(value: Any) -> list[str]:
    """The items of a list that is written with commas, or by naming the parameter again, or both."""
    return [item for text in ([value] if isinstance(value, str) else value or []) for item in split_commas(text)]


def _split_upper(value: Any) -> list[str]:
    return [item.upper() for item in _split(value)]


Number = Annotated[float, Field(allow_inf_nan=False)]
Commas = Annotated[list[str], BeforeValidator(_split)]
Environments = Annotated[list[Environment], BeforeValidator(_split)]


class ScoreParameters(PageParameters):
    """A page of scores, as versions 1 and 2 are asked for it."""

    user_id: str | None = None
    name: str | None = None
    from_timestamp: Time | None = None
    to_timestamp: Time | None = None
    environment: list[Environment] = []
    source: ScoreSource | None = None
    operator: str | None = Field(None, description="How scores compare with `value`: = != < > <= >=")
    value: Number | None = None
    score_ids: Commas = []
    config_id: str | None = None
    session_id: str | None = None
    dataset_run_id: str | None = None
    trace_id: str | None = None
    observation_id: Commas = []
    queue_id: str | None = None
    data_type: ScoreType | None = None
    trace_tags: list[str] = Field([], description="Scores of traces that have all of these")
    fields: str | None = Field(None, description="`score` leaves the trace out")
    filter: str | None = None


class ScoreV3Parameters(Parameters):
    """Scores from the newest on, as version 3 is asked for them. Lists are written with commas."""

    limit: Limit = 50
    cursor: str | None = None
    fields: str | None = None
    id: Commas = []
    name: Commas = []
    source: Annotated[list[ScoreSource], BeforeValidator(_split_upper)] = []
    data_type: Annotated[list[ScoreType], BeforeValidator(_split_upper)] = []
    environment: Environments = []
    config_id: Commas = []
    queue_id: Commas = []
    author_user_id: Commas = []
    value: Commas = []
    value_min: Number | None = None
    value_max: Number | None = None
    trace_id: Commas = []
    session_id: Commas = []
    observation_id: Commas = []
    experiment_id: Commas = []
    from_timestamp: Time | None = None
    to_timestamp: Time | None = None


def has_trace(asked: ScoreParameters) -> bool:
    """Whether what traces say of themselves is shown; raises `Invalid` when it is not, but asked about."""
    shown = "trace" in pick_fields(asked.fields, _GROUPS)
    if not shown and (asked.user_id or asked.trace_tags):
        raise invalid_field("fields", "userId and traceTags are about traces: add `trace`, or leave `fields` out")
    return shown


def to_score_query(project_id: str, asked: ScoreParameters) -> ScoreQuery:
    """The query that a page is of; raises `Invalid` naming the parameter that is wrong."""
    return ScoreQuery(
        project_id=project_id,
        window=to_window(asked.from_timestamp, asked.to_timestamp),
        conditions=(
            *equal(
                name=asked.name,
                source=asked.source,
                config_id=asked.config_id,
                session_id=asked.session_id,
                run_id=asked.dataset_run_id,
                trace_id=asked.trace_id,
                queue_id=asked.queue_id,
                data_type=asked.data_type,
            ),
            *any_of(id=asked.score_ids, span_id=asked.observation_id, environment=asked.environment),
            *_compared(asked),
            *(parse_filter(asked.filter, SCORE_FILTERS) if asked.filter else ()),
        ),
        trace_conditions=(*equal(user_id=asked.user_id), *_tagged(asked.trace_tags)),
    )


def of_traces(query: ScoreQuery) -> ScoreQuery:
    """The same query over what version 1 knows of: scores of traces and observations, and no corrections."""
    no_correction = Condition("data_type", Operator.NONE_OF, [ScoreType.CORRECTION])
    return query.also(Condition("trace_id", Operator.IS_NOT_NULL), no_correction)


def is_trace_score(score: Score) -> bool:
    """Whether version 1 knows of a score."""
    return score.trace_id != "" and score.data_type != ScoreType.CORRECTION


def _compared(asked: ScoreParameters) -> list[Condition]:
    if asked.operator and asked.operator not in _OPERATORS:
        raise invalid_field("operator", f"{asked.operator!r} is none of {' '.join(_OPERATORS)}")
    if asked.value is None:
        if asked.operator:
            raise invalid_field("value", "Give the number that operator compares with")
        return []
    return [Condition("value", _OPERATORS[asked.operator or "="], asked.value)]


def _tagged(tags: list[str]) -> list[Condition]:
    given = [tag for tag in tags if tag]
    return [Condition("tags", Operator.ALL_OF, given)] if given else []


def groups_of(search: ScoreV3Parameters) -> set[str]:
    """The groups of fields that come beside the core."""
    return pick_fields(search.fields, GROUPS_V3) if split_commas(search.fields) else set()


def to_score_v3_query(project_id: str, search: ScoreV3Parameters) -> ScoreQuery:
    """The query that a search means; raises `Invalid` for parameters that contradict each other."""
    _check_subjects(search)
    return ScoreQuery(
        project_id=project_id,
        window=to_window(search.from_timestamp, search.to_timestamp),
        conditions=(
            *any_of(
                id=search.id,
                name=search.name,
                source=list(search.source),
                data_type=list(search.data_type),
                environment=search.environment,
                config_id=search.config_id,
                queue_id=search.queue_id,
                author_id=search.author_user_id,
                trace_id=search.trace_id,
                session_id=search.session_id,
                span_id=search.observation_id,
                run_id=search.experiment_id,
            ),
            *_valued(search),
            *_bounded(search),
        ),
    )


def _check_subjects(search: ScoreV3Parameters) -> None:
    subjects = {"traceId": search.trace_id, "sessionId": search.session_id, "experimentId": search.experiment_id}
    given = [name for name, ids in subjects.items() if ids]
    if len(given) > 1:
        raise invalid_field(given[1], f"A score is of one thing, and {given[0]} is given already: send one of them")
    if search.observation_id and not search.trace_id:
        raise invalid_field("observationId", "The traceId that the observations are of comes with it")


def _valued(search: ScoreV3Parameters) -> list[Condition]:
    if not search.value:
        return []
    match search.data_type:
        case [ScoreType.NUMERIC]:
            return [Condition("value", Operator.ANY_OF, [_to_number(text) for text in search.value])]
        case [ScoreType.BOOLEAN]:
            return [Condition("string_value", Operator.ANY_OF, [_to_truth(text) for text in search.value])]
        case [ScoreType.CATEGORICAL]:
            return [Condition("string_value", Operator.ANY_OF, search.value)]
        case _:
            raise invalid_field("dataType", "With value it is one of NUMERIC, BOOLEAN and CATEGORICAL")


def _bounded(search: ScoreV3Parameters) -> list[Condition]:
    bounds = {Operator.AT_LEAST: search.value_min, Operator.AT_MOST: search.value_max}
    given = [Condition("value", operator, bound) for operator, bound in bounds.items() if bound is not None]
    if given and search.data_type != [ScoreType.NUMERIC]:
        raise invalid_field("dataType", "With valueMin or valueMax it is NUMERIC")
    return given


def _to_number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    if not isfinite(number):
        raise invalid_field("value", f"{text[:40]!r} is no finite number, as NUMERIC scores have")
    return number


def _to_truth(text: str) -> str:
    if text not in ("true", "false"):
        raise invalid_field("value", f"{text[:40]!r} is neither true nor false, as BOOLEAN scores are")
    return text.capitalize()
