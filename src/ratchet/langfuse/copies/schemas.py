"""Copies on the wire: what Langfuse's API answers when it is asked for such a thing."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel

from ratchet.annotations.schemas import Commented, Content
from ratchet.datasets.schemas import DatasetName
from ratchet.domain.dataset import ItemStatus
from ratchet.domain.score import ScoreSource, ScoreType
from ratchet.domain.span import Level, SpanType
from ratchet.experiments.schemas import RunName
from ratchet.http.fields import Environment, FreeId, Json, Text, Time
from ratchet.langfuse.model_body import ModelIn
from ratchet.scores.config_schemas import ConfigIn

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def to_moment(time_ns: int) -> datetime:
    """Nanoseconds since 1970 as records keep a time."""
    return _EPOCH + timedelta(microseconds=time_ns // 1000)


def _or_empty(value: Any) -> Any:
    return "" if value is None else value


def _without_nulls(value: Any) -> Any:
    said = {} if value is None else value
    return {key: one for key, one in said.items() if one is not None} if isinstance(said, dict) else said


_Given = BeforeValidator(_without_nulls)
Id = Annotated[FreeId, AfterValidator(str)]
OptionalText = Annotated[Text, BeforeValidator(_or_empty)]


class _Copy(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, extra="ignore", frozen=True, hide_input_in_errors=True)


class ConfigCopy(ConfigIn):
    """A score config."""

    id: Id  # type: ignore[assignment]
    created_at: Time
    updated_at: Time


class ModelCopy(ModelIn):
    """A model of a project."""

    id: Id
    created_at: Time


class VersionCopy(_Copy):
    """What a version of a prompt has beside what is sent of a new one."""

    id: Id
    version: Annotated[int, Field(ge=1, lt=2**31)]
    created_by: OptionalText = ""
    created_at: Time
    updated_at: Time


class DatasetCopy(_Copy):
    """A dataset without its items."""

    id: Id
    name: DatasetName
    description: Text | None = None
    metadata: Json = None
    input_schema: dict[str, Any] | bool | None = None
    expected_output_schema: dict[str, Any] | bool | None = None
    created_at: Time
    updated_at: Time


class ItemCopy(_Copy):
    """An item as its last edit left it."""

    id: Id
    dataset_name: DatasetName
    status: ItemStatus | None = None
    input: Json = None
    expected_output: Json = None
    metadata: Json = None
    source_trace_id: OptionalText = ""
    source_observation_id: OptionalText = ""
    created_at: Time
    updated_at: Time


class RunItemCopy(_Copy):
    """Which trace ran an item."""

    dataset_item_id: Id
    trace_id: Id
    observation_id: OptionalText = ""
    created_at: Time
    updated_at: Time


class RunCopy(_Copy):
    """A run of a dataset, with what ran in it."""

    id: Id
    name: RunName
    description: OptionalText = ""
    metadata: Json = None
    dataset_name: DatasetName
    dataset_run_items: list[RunItemCopy]


class ScoreCopy(_Copy):
    """A score as version 2 shows it."""

    id: Id
    name: Text
    data_type: ScoreType = ScoreType.NUMERIC
    value: Annotated[float, Field(allow_inf_nan=False)] | None = None
    string_value: OptionalText = ""
    trace_id: OptionalText = ""
    observation_id: OptionalText = ""
    session_id: OptionalText = ""
    dataset_run_id: OptionalText = ""
    source: ScoreSource = ScoreSource.API
    comment: OptionalText = ""
    metadata: Json = None
    config_id: OptionalText = ""
    author_user_id: OptionalText = ""
    queue_id: OptionalText = ""
    environment: Environment = "default"
    timestamp: Time
    updated_at: Time


class ObservationCopy(_Copy):
    """An observation as version 1 shows it; `isRootObservation` is of version 2."""

    id: Id
    type: SpanType
    parent_observation_id: OptionalText = ""
    is_root_observation: bool = False
    name: OptionalText = ""
    start_time: Time
    end_time: Time | None = None
    completion_start_time: Time | None = None
    level: Level = Level.DEFAULT
    status_message: OptionalText = ""
    input: Json = None
    output: Json = None
    metadata: dict[str, Any] | None = None
    model: OptionalText = ""
    model_parameters: dict[str, Any] | None = None
    usage_details: Annotated[dict[str, Annotated[int, Field(ge=0, lt=2**63)]], _Given] = {}
    cost_details: Annotated[dict[str, Annotated[float, Field(allow_inf_nan=False)]], _Given] = {}
    prompt_name: OptionalText = ""
    prompt_version: Annotated[int, Field(ge=0, lt=2**32)] | None = None
    environment: Environment = "default"
    version: OptionalText = ""
    updated_at: Time | None = None


class TraceCopy(_Copy):
    """A trace with observations; without a timestamp it says nothing of itself."""

    id: Id
    timestamp: Time | None = None
    name: OptionalText = ""
    user_id: OptionalText = ""
    session_id: OptionalText = ""
    input: Json = None
    output: Json = None
    metadata: dict[str, Any] | None = None
    tags: list[Text] | None = None
    environment: Environment = "default"
    release: OptionalText = ""
    version: OptionalText = ""
    public: bool | None = None
    updated_at: Time | None = None
    observations: list[ObservationCopy]


class CommentCopy(_Copy):
    """A comment."""

    id: Id
    object_type: Commented
    object_id: Id
    content: Content
    author_user_id: Id | None = None
    created_at: Time
    updated_at: Time
