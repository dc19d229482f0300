"""The form of a score on the wire, whichever of Langfuse's endpoints it comes to."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, PlainValidator, StringConstraints
from pydantic.alias_generators import to_camel

from ratchet.domain.score import ScoreSource, ScoreType
from ratchet.http.fields import Environment, FreeId, Time
from ratchet.scores.value import RawValue


def _to_value(value: Any) -> RawValue:
    if isinstance(value, bool | float | str):
        return value
    if isinstance(value, int) and abs(value) < 2**64:
        return float(value)
    raise ValueError("This is a number, a text, or true or false")


Name = Annotated[str, StringConstraints(min_length=1, max_length=500)]
Value = Annotated[RawValue, PlainValidator(_to_value)]


class ScoreIn(BaseModel):
    """A score as it is sent; null is the same as nothing, and what is not known here is passed over."""

    model_config = ConfigDict(alias_generator=to_camel, extra="ignore", frozen=True, hide_input_in_errors=True)

    id: FreeId | None = None
    name: Name | None = None
    value: Value
    data_type: ScoreType | None = None
    trace_id: FreeId | None = None
    observation_id: FreeId | None = None
    session_id: FreeId | None = None
    dataset_run_id: FreeId | None = None
    source: ScoreSource | None = None
    config_id: FreeId | None = None
    queue_id: FreeId | None = None
    comment: str | None = None
    metadata: Any = None
    environment: Environment | None = None
    timestamp: Time | None = None
