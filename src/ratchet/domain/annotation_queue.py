"""An annotation queue: what people are to look at, and by which score configs they judge it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class QueuedType(StrEnum):
    """What can be put into a queue."""

    TRACE = "TRACE"
    OBSERVATION = "OBSERVATION"
    SESSION = "SESSION"


class QueueStatus(StrEnum):
    """Whether someone has looked at an item."""

    PENDING = "PENDING"
    COMPLETED = "COMPLETED"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotationQueue:
    """A queue and the score configs that its items are judged by."""

    project_id: str
    id: str
    name: str
    score_config_ids: tuple[str, ...]
    created_at: datetime
    updated_at: datetime
    description: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueItem:
    """Something to look at. What it names may come later, as with scores."""

    project_id: str
    id: str
    queue_id: str
    object_type: QueuedType
    object_id: str
    status: QueueStatus
    created_at: datetime
    updated_at: datetime
    completed_at: datetime | None = None
