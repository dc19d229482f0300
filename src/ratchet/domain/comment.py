"""A comment: what a person has to say of a trace, an observation, a session or a prompt."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class CommentedType(StrEnum):
    """What a comment can be on."""

    TRACE = "TRACE"
    OBSERVATION = "OBSERVATION"
    SESSION = "SESSION"
    PROMPT = "PROMPT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """One comment, in Markdown."""

    project_id: str
    id: str
    object_type: CommentedType
    object_id: str
    content: str
    created_at: datetime
    updated_at: datetime
    author_id: str | None = None
