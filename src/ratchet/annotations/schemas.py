"""The form of comments, queues and their items on the wire."""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel

from ratchet.domain.annotation_queue import QueuedType, QueueStatus
from ratchet.domain.comment import CommentedType
from ratchet.http.fields import FreeId, check_json

CONTENT_LENGTH_MAX = 5000
CONFIGS_MAX = 100


def _to_upper(value: Any) -> Any:
    return value.upper() if isinstance(value, str) else value


Content = Annotated[str, StringConstraints(min_length=1, max_length=CONTENT_LENGTH_MAX), AfterValidator(check_json)]
QueueName = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(check_json)]
Description = Annotated[str, StringConstraints(max_length=5000), AfterValidator(check_json)]
StoredId = Annotated[FreeId, AfterValidator(check_json)]
Commented = Annotated[CommentedType, BeforeValidator(_to_upper)]
"""What a comment is on; Langfuse's description has it in small letters, its server in capitals."""


class _Wire(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, extra="ignore", frozen=True, hide_input_in_errors=True)


class CommentIn(_Wire):
    """A new comment."""

    project_id: str
    object_type: Commented
    object_id: StoredId
    content: Content
    author_user_id: StoredId | None = None


class QueueIn(_Wire):
    """A new queue."""

    name: QueueName
    description: Description | None = None
    score_config_ids: Annotated[list[FreeId], Field(min_length=1, max_length=CONFIGS_MAX)]


class QueueItemIn(_Wire):
    """A new item of a queue."""

    object_id: StoredId
    object_type: QueuedType
    status: QueueStatus | None = None


class QueueItemChangeIn(_Wire):
    """What is to change of an item; null is nothing."""

    status: QueueStatus | None = None
