"""The `query` of Langfuse's metrics, as it is written."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from ratchet.domain.measurement import Aggregation
from ratchet.http.fields import Time, invalid_field, to_invalid
from ratchet.langfuse.filters import FilterCondition
from ratchet.langfuse.metric_views import BY_TYPE


def _none_is_empty(value: Any) -> Any:
    return [] if value is None else value


def _none_is_default(value: Any) -> Any:
    return {} if value is None else value


class _In(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, extra="forbid")


class DimensionIn(_In):
    """What to group by."""

    field: str


class MetricIn(_In):
    """What to measure, and how."""

    measure: str
    aggregation: Aggregation

    @property
    def key(self) -> str:
        return f"{self.aggregation}_{self.measure}"


class TimeDimensionIn(_In):
    """How long an interval is."""

    granularity: Literal["auto", "minute", "hour", "day", "week", "month"]


class OrderIn(_In):
    """What rows are ordered by: a dimension, a metric, or `time_dimension`."""

    field: str
    direction: Literal["asc", "desc"]


class ConfigIn(BaseModel):
    """How much to answer."""

    model_config = ConfigDict(extra="forbid")

    bins: Annotated[int, Field(ge=1, le=100)] = 10
    row_limit: Annotated[int, Field(ge=1, le=1000)] | None = None


class MetricQueryIn(_In):
    """A query for metrics. Nothing else is taken, so that a misspelled name is noticed."""

    view: str
    metrics: list[MetricIn] = Field(min_length=1, max_length=20)
    dimensions: Annotated[list[DimensionIn], BeforeValidator(_none_is_empty), Field(max_length=10)] = []
    filters: Annotated[list[FilterCondition], BeforeValidator(_none_is_empty)] = []
    time_dimension: TimeDimensionIn | None = None
    from_timestamp: Time
    to_timestamp: Time
    order_by: Annotated[list[OrderIn], BeforeValidator(_none_is_empty), Field(max_length=10)] = []
    config: Annotated[ConfigIn, BeforeValidator(_none_is_default)] = ConfigIn()


def parse_query(text: str) -> MetricQueryIn:
    """The query that a text holds; raises `Invalid` naming what is wrong with it."""
    try:
        asked = MetricQueryIn.model_validate_json(text)
    except ValidationError as error:
        raise to_invalid(error, "query") from error
    if asked.from_timestamp >= asked.to_timestamp:
        raise invalid_field("query.toTimestamp", "This is after fromTimestamp")
    return _with_types(asked)


def _with_types(asked: MetricQueryIn) -> MetricQueryIn:
    """What is broken down by type is grouped by it, whether the query says so or not."""
    needed = dict.fromkeys(BY_TYPE[metric.measure] for metric in asked.metrics if metric.measure in BY_TYPE)
    given = {dimension.field for dimension in asked.dimensions}
    added = [DimensionIn(field=field) for field in needed if field not in given]
    return asked.model_copy(update={"dimensions": [*asked.dimensions, *added]})
