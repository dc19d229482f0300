"""The form of a link on the wire."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, StringConstraints
from pydantic.alias_generators import to_camel

from ratchet.http.fields import FreeId, Time

RunName = Annotated[str, StringConstraints(min_length=1, max_length=1000)]


class LinkIn(BaseModel):
    """That a trace, or an observation of it, is the run of an item; null is the same as nothing."""

    model_config = ConfigDict(alias_generator=to_camel, extra="ignore", frozen=True, hide_input_in_errors=True)

    run_name: RunName
    run_description: str | None = None
    metadata: Any = None
    dataset_item_id: FreeId
    trace_id: FreeId | None = None
    observation_id: FreeId | None = None
    dataset_version: Time | None = None
    created_at: Time | None = None
