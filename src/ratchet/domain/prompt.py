"""A prompt: a text or a list of messages with a name, kept in versions that labels point to."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

LATEST = "latest"
"""The label of the newest version; it cannot be given by hand."""

PRODUCTION = "production"
"""The label of the version that is read when none is named."""


class PromptType(StrEnum):
    """What a prompt is made of: all of its versions are of one type."""

    TEXT = "text"
    CHAT = "chat"


Content = str | list[dict[str, Any]]
"""The text, or the messages and placeholders, of a version."""


@dataclass(frozen=True, slots=True)
class Reference:
    """Which version of a prompt is meant: by its number, or by a label when that is 0."""

    name: str
    version: int = 0
    label: str = ""

    def leads_to(self, version: "Prompt | Inclusion") -> bool:
        """Whether this version is meant."""
        if self.name != version.name:
            return False
        return self.version == version.version if self.version else self.label in version.labels

    def __str__(self) -> str:
        return f"{self.name!r} version {self.version}" if self.version else f"{self.name!r} label {self.label!r}"


@dataclass(frozen=True, slots=True)
class Prompt:
    """One version of a prompt. `tags` are those of all its versions, a label points to one version at a time."""

    id: str
    project_id: str
    name: str
    version: int
    type: PromptType
    content: Content
    config: Any
    labels: Sequence[str]
    tags: Sequence[str]
    commit_message: str | None
    created_by: str
    created_at: datetime
    updated_at: datetime

    def __str__(self) -> str:
        return f"{self.name!r} version {self.version}"


@dataclass(frozen=True, slots=True)
class Inclusion:
    """That one version includes another: `name`, `version` and `labels` are of the one that does."""

    name: str
    version: int
    labels: Collection[str]
    included: Reference


@dataclass(frozen=True, slots=True)
class PromptSummary:
    """A prompt with those of its versions that somebody asked for; `last_config` is of the newest of them."""

    name: str
    type: PromptType
    updated_at: datetime
    versions: Sequence[int] = field(default_factory=list[int])
    labels: Sequence[str] = field(default_factory=list[str])
    tags: Sequence[str] = field(default_factory=list[str])
    last_config: Any = None
