"""What Langfuse's ingestion API takes: events, and what they say of a trace or an observation."""

from math import isfinite
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator
from pydantic.alias_generators import to_camel

from ratchet.domain.span import Level, SpanType
from ratchet.http.fields import Environment, FreeId, Time

_COUNT_MAX = 2**63 - 1
# What is more is a mistake, and sums of it would be infinite.
_COST_USD_MAX = 1e12
# Beside its counts, an answer of a vendor's API says these in words.
_WORDS_IN_USAGE = frozenset({"unit", "service_tier"})

Name = Annotated[str, StringConstraints(max_length=1000)]
Json = dict[str, Any]


def _check_usage(usage: Json, within: str = "") -> Json:
    for key, value in usage.items():
        if value is None or key in _WORDS_IN_USAGE:
            continue
        if isinstance(value, dict) and not within:
            _check_usage(value, f"{key}.")
        elif isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
            raise ValueError(f"{within}{key} is a number, and not {str(value)[:40]!r}")
        elif key.endswith("Cost"):
            _check_cost(value, key)
        elif value != int(value):
            raise ValueError(f"{within}{key} is a whole number of tokens, and not {str(value)[:40]!r}")
        elif not 0 <= value <= _COUNT_MAX:
            raise ValueError(f"{within}{key} is a number of tokens, and {value} is none")
    return usage


def _check_cost(cost: float, key: str) -> None:
    if not 0 <= cost <= _COST_USD_MAX:
        raise ValueError(f"{key} is an amount of dollars, and {cost} is none")


def _without_nulls(mapping: Any) -> Any:
    return {key: value for key, value in mapping.items() if value is not None} if isinstance(mapping, dict) else mapping


Usage = Annotated[Json, AfterValidator(_check_usage)]
Cost = Annotated[dict[str, Annotated[float, Field(ge=0, le=_COST_USD_MAX)]], BeforeValidator(_without_nulls)]


class Wire(BaseModel):
    """Names in camel case; null is the same as nothing, and what is not known here is passed over."""

    model_config = ConfigDict(alias_generator=to_camel, extra="ignore", frozen=True, hide_input_in_errors=True)


class EventIn(Wire):
    """The envelope of one event in a batch."""

    id: FreeId
    type: str
    timestamp: Time
    body: Json


class TraceIn(Wire):
    """The body of `trace-create`."""

    id: FreeId | None = None
    timestamp: Time | None = None
    name: Name | None = None
    user_id: str | None = None
    session_id: FreeId | None = None
    input: Any = None
    output: Any = None
    metadata: Any = None
    tags: list[str] | None = None
    environment: Environment | None = None
    release: str | None = None
    version: str | None = None
    public: bool | None = None


class ObservationIn(Wire):
    """The body of every `…-create` and `…-update` of an observation."""

    id: FreeId | None = None
    trace_id: FreeId | None = None
    parent_observation_id: FreeId | None = None
    type: SpanType | None = None
    name: str | None = None
    start_time: Time | None = None
    end_time: Time | None = None
    completion_start_time: Time | None = None
    level: Level | None = None
    status_message: str | None = None
    version: str | None = None
    environment: Environment | None = None
    input: Any = None
    output: Any = None
    metadata: Any = None
    model: str | None = None
    model_parameters: Json | None = None
    usage: Usage | None = None
    usage_details: Usage | None = None
    cost_details: Cost | None = None
    prompt_name: str | None = None
    prompt_version: Annotated[int, Field(ge=0, lt=2**32)] | None = None

    @model_validator(mode="after")
    def _whole_prompt(self) -> Self:
        if bool(self.prompt_name) != bool(self.prompt_version):
            raise ValueError("promptName and promptVersion come together, or neither does")
        return self
