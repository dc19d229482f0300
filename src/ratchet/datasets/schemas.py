"""Datasets and items as they are sent, over whichever API."""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints
from pydantic.alias_generators import to_camel

from ratchet.domain.dataset import ItemStatus
from ratchet.http.fields import FreeId


def _printable(name: str) -> str:
    if not name.strip() or any(character < " " for character in name):
        raise ValueError("A name is visible text, without line breaks and other control characters")
    return name


DatasetName = Annotated[str, StringConstraints(min_length=1, max_length=500), AfterValidator(_printable)]


class DatasetIn(BaseModel):
    """A dataset as it is sent; null is the same as nothing, and leaves what is stored as it is."""

    model_config = ConfigDict(
        alias_generator=to_camel, validate_by_name=True, extra="ignore", frozen=True, hide_input_in_errors=True
    )

    name: DatasetName
    description: str | None = None
    metadata: Any = None
    input_schema: dict[str, Any] | bool | None = None
    expected_output_schema: dict[str, Any] | bool | None = None


class ItemIn(BaseModel):
    """An item as it is sent; null is the same as nothing, and leaves what is stored under this id as it is."""

    model_config = ConfigDict(
        alias_generator=to_camel, validate_by_name=True, extra="ignore", frozen=True, hide_input_in_errors=True
    )

    id: FreeId | None = None
    input: Any = None
    expected_output: Any = None
    metadata: Any = None
    source_trace_id: FreeId | None = None
    source_observation_id: FreeId | None = None
    status: ItemStatus | None = None
