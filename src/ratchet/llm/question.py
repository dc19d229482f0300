"""A question to a model whose answer has a type."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import BaseModel

T = TypeVar("T", bound=BaseModel)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Generic[T]):
    """What a model is asked: how to go about it, what it is about, and the form of the answer.

    `model` is empty for the connection's usual one. `timeout_s` is for one attempt; a temperature of `None` is the
    provider's own.
    """

    instructions: str
    material: str
    answer_type: type[T]
    model: str = ""
    temperature: float | None = 0.0
    timeout_s: float = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Generic[T]):
    """What a model said, and what it took; `cost_usd` is 0 for a model whose price nobody knows."""

    value: T
    model: str
    input_tokens: int
    output_tokens: int
    cost_usd: float = 0.0
