"""The questions of a search for traces as one query, for every route that searches them."""

from time import time_ns

from pydantic import BaseModel, ConfigDict, Field

from ratchet.domain.condition import Condition, Operator
from ratchet.domain.trace import ALL_TIME, TraceQuery, TraceStatus
from ratchet.domain.window import HOUR_NS, Window
from ratchet.errors import Unprocessable
from ratchet.http.fields import Time

HOURS_MAX = 24 * 366
LIMIT_MAX = 500


class TraceFilter(BaseModel):
    """Which traces to look for; a parameter that is left out asks nothing."""

    model_config = ConfigDict(extra="forbid")

    from_hours: float = Field(
        24, gt=0, le=HOURS_MAX, allow_inf_nan=False, description="How far back to look; `from_time` wins"
    )
    from_time: Time | None = Field(None, description="ISO 8601; traces from this time on")
    to_time: Time | None = Field(None, description="ISO 8601; traces before this time")
    status: TraceStatus | None = None
    error_type: str | None = Field(None, description="Traces that failed of this, as `/metrics/errors` counts them")
    user: str | None = None
    session: str | None = None
    name: str | None = None
    tag: list[str] = Field([], description="Traces that have all of these")
    model: str | None = Field(None, description="Traces of which a span called this model")
    release: str | None = None
    version: str | None = None
    environment: str | None = None
    min_latency_ms: float | None = Field(None, ge=0, allow_inf_nan=False)
    score: str | None = Field(None, description="The name of a score that traces have, in a range if one is given")
    score_min: float | None = Field(None, allow_inf_nan=False, description="The least mean of that score in a trace")
    score_max: float | None = Field(None, allow_inf_nan=False, description="The greatest mean of that score in a trace")
    text: str | None = Field(None, min_length=1, max_length=1000, description="Stands in a name, an input or an output")


class TraceSearch(TraceFilter):
    """A page of those traces."""

    limit: int = Field(50, ge=1, le=LIMIT_MAX)
    cursor: str | None = Field(None, description="`next_cursor` of the page before")


def to_query(project_id: str, search: TraceFilter) -> TraceQuery:
    """The query that a search means; raises `Unprocessable` for questions that contradict each other."""
    return TraceQuery(project_id=project_id, window=_window(search), conditions=(*_fields(search), *_scores(search)))


def _window(search: TraceFilter) -> Window:
    end = ALL_TIME.end if search.to_time is None else search.to_time
    start = search.from_time
    if start is None:
        latest = time_ns() if search.to_time is None else search.to_time
        start = max(0, latest - int(search.from_hours * HOUR_NS))
    if start >= end:
        raise _unprocessable("from_time", "This is not before to_time")
    return Window(start, end)


def _fields(search: TraceFilter) -> list[Condition]:
    equal = {
        "status": search.status,
        "error_type": search.error_type,
        "user_id": search.user,
        "session_id": search.session,
        "name": search.name,
        "release": search.release,
        "version": search.version,
        "environment": search.environment,
    }
    conditions = [Condition(field, Operator.EQUAL, value) for field, value in equal.items() if value is not None]
    if search.tag:
        conditions.append(Condition("tags", Operator.ALL_OF, search.tag))
    if search.model is not None:
        conditions.append(Condition("models", Operator.ANY_OF, [search.model]))
    if search.min_latency_ms is not None:
        conditions.append(Condition("latency_s", Operator.AT_LEAST, search.min_latency_ms / 1000))
    if search.text is not None:
        conditions.append(Condition("text", Operator.MATCHES, search.text))
    return conditions


def _scores(search: TraceFilter) -> list[Condition]:
    bounds = {Operator.AT_LEAST: search.score_min, Operator.AT_MOST: search.score_max}
    given = {operator: bound for operator, bound in bounds.items() if bound is not None}
    if search.score is None:
        if given:
            raise _unprocessable("score", "Name the score that score_min and score_max are about")
        return []
    if not given:
        return [Condition("score", Operator.IS_NOT_NULL, None, search.score)]
    return [Condition("score", operator, bound, search.score) for operator, bound in given.items()]


def _unprocessable(field: str, message: str) -> Unprocessable:
    return Unprocessable(f"{field}: {message}", details={"fields": [{"field": field, "message": message}]})
