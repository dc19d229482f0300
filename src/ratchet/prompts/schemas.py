"""Prompts on the wire, as they come in."""

import re
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    AliasGenerator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic.alias_generators import to_camel

from ratchet.domain.prompt import LATEST, Content, PromptType
from ratchet.http.fields import Json, Text, check_json

LABEL_LENGTH_MAX = 36
_LABEL = re.compile(r"[a-z0-9_.-]+")
_PLACEHOLDER = "placeholder"
_PLACEHOLDER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,199}")
# Langfuse has pages of its own under these names.
_RESERVED_NAMES = frozenset({"new", "metrics", "prompt-detail"})


def _check_name(name: str) -> str:
    if "|" in name or not name.isprintable():
        raise ValueError("A name holds no | and no control characters")
    if name in _RESERVED_NAMES:
        raise ValueError(f"A prompt cannot be called {name!r}")
    if not all(name.split("/")):
        raise ValueError("Folders are separated by single slashes: folder/name, with no slash at either end")
    return name


def _check_label(label: str) -> str:
    if not _LABEL.fullmatch(label):
        raise ValueError("A label is made of a to z, 0 to 9, _, - and .")
    return label


def _refuse_latest(label: str) -> str:
    if label == LATEST:
        raise ValueError(f"{LATEST!r} is always the newest version and cannot be moved")
    return label


def _else(default: Any) -> BeforeValidator:
    """Null is what an SDK sends for nothing."""
    return BeforeValidator(lambda value: default if value is None else value)


Name = Annotated[str, StringConstraints(min_length=1, max_length=500), AfterValidator(_check_name)]
Label = Annotated[str, StringConstraints(min_length=1, max_length=LABEL_LENGTH_MAX), AfterValidator(_check_label)]
MovableLabel = Annotated[Label, AfterValidator(_refuse_latest)]
TagName = Annotated[Text, StringConstraints(min_length=1, max_length=200)]


class MessageIn(BaseModel):
    """A message of a chat, with whatever else its sender says of it, or a placeholder for messages."""

    model_config = ConfigDict(extra="allow")

    type: str | None = None
    name: Text | None = None
    role: Text | None = None
    content: Text | None = None

    @property
    def is_placeholder(self) -> bool:
        return self.type == _PLACEHOLDER or (self.type is None and self.content is None and self.name is not None)

    @model_validator(mode="after")
    def _check_parts(self) -> Self:
        if self.is_placeholder:
            if not _PLACEHOLDER_NAME.fullmatch(self.name or ""):
                raise ValueError("A placeholder has a name of letters, digits and _ that begins with a letter")
        elif self.role is None or self.content is None:
            raise ValueError("A message has a role and a content; a placeholder has a type and a name")
        check_json(self.model_extra)
        return self

    @property
    def message(self) -> dict[str, Any]:
        """As it is kept: every SDK has a word of its own for the type of a message, and none of them says anything."""
        if self.is_placeholder:
            return {"type": _PLACEHOLDER, "name": self.name}
        return self.model_dump(exclude={"type"}, exclude_unset=True)


class _PromptIn(BaseModel):
    model_config = ConfigDict(alias_generator=AliasGenerator(validation_alias=to_camel))

    name: Name
    config: Annotated[Json, _else({})] = {}
    labels: Annotated[list[Label], _else([]), Field(max_length=50)] = []
    tags: Annotated[list[TagName], Field(max_length=100)] | None = None
    commit_message: Annotated[Text, StringConstraints(max_length=500)] | None = None
    # Langfuse's first API had no labels, only a version that is active.
    is_active: bool | None = None


class TextPromptIn(_PromptIn):
    """A new version of a text."""

    type: Annotated[Literal[PromptType.TEXT], _else(PromptType.TEXT)] = PromptType.TEXT
    prompt: Text

    @property
    def content(self) -> Content:
        return self.prompt


class ChatPromptIn(_PromptIn):
    """A new version of a chat."""

    type: Literal[PromptType.CHAT]
    prompt: Annotated[list[MessageIn], Field(max_length=1000)]

    @property
    def content(self) -> Content:
        return [message.message for message in self.prompt]


PromptIn = TextPromptIn | ChatPromptIn


def parse_prompt(raw: Any) -> PromptIn:
    """A new version as it was sent; raises pydantic's `ValidationError`."""
    is_chat = isinstance(raw, dict) and raw.get("type") == PromptType.CHAT
    return (ChatPromptIn if is_chat else TextPromptIn).model_validate(raw)


class LabelsIn(BaseModel):
    """The labels that a version gets, beside those that it has."""

    model_config = ConfigDict(alias_generator=AliasGenerator(validation_alias=to_camel))

    new_labels: Annotated[list[MovableLabel], Field(max_length=50)]
