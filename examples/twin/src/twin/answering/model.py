"""What every way to answer has in common: a chat goes in, text comes out, in pieces for whoever wants them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypedDict


class Message(TypedDict):
    """One message of a chat."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Usage:
    """What a call took, in tokens."""

    input_tokens: int
    output_tokens: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """A text, and what it took; `usage` is `None` where nothing was counted."""

    text: str
    model: str
    usage: Usage | None = None


OnText = Callable[[str], None]
"""Told of every piece of text, in order."""


class Model(Protocol):
    """Something that answers chats."""

    @property
    def name(self) -> str: ...

    async def complete(self, messages: Sequence[Message], on_text: OnText | None = None) -> Completion:
        """What it answers; raises `TwinError` when it does not."""
        ...
