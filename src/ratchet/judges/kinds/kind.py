"""What every kind of judge has: a name, parameters, and a way to a verdict."""

import inspect
from abc import ABC, abstractmethod
from collections.abc import Awaitable
from dataclasses import dataclass
from types import ModuleType
from typing import Any, ClassVar, Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from ratchet.domain.judge import Outcome, to_epoch
from ratchet.domain.llm_connection import LlmConnection
from ratchet.judges.subject import Subject
from ratchet.llm.asking import ask_model
from ratchet.llm.question import Answer, Question
from ratchet.store.records import RecordStore
from ratchet.store.records.models import read_models


class Parameters(BaseModel):
    """What a definition can say to a kind; a field that the kind does not know is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


A = TypeVar("A", bound=BaseModel)
P = TypeVar("P", bound=Parameters)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a judge may reach for while it judges: the project's records, and the secret that opens model keys."""

    project_id: str
    records: RecordStore
    secret: str

    async def ask_model(self, connection: LlmConnection, question: Question[A]) -> Answer[A]:
        """What a model answers, at the prices of the project; raises `CallFailed`."""
        return await ask_model(connection, self.secret, question, read_models(self.records, self.project_id))


class Kind(ABC, Generic[P]):
    """A way to score. One instance judges many subjects, possibly several at once; it keeps nothing between them.

    `judge` may be a plain function, for what takes no more than milliseconds, or `async`, for what waits. What it
    raises is recorded as a failure. `title` and `summary` are what people read when they choose; `needs_model` says
    that it asks a language model, `reads_instructions` that it looks at system prompts. Heavy libraries are imported
    where they are used: the server starts without them.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    summary: ClassVar[str]
    needs_model: ClassVar[bool] = False
    reads_instructions: ClassVar[bool] = False
    gives: ClassVar[str] = ""
    """The name of its first score, where that is always the same."""
    parameters_type: ClassVar[type[Parameters]]
    rests_on: ClassVar[tuple[ModuleType, ...]] = ()
    """Modules whose code decides scores, beside the kind's own."""

    def __init__(self, parameters: P, surroundings: Surroundings) -> None:
        self.parameters = parameters
        self.surroundings = surroundings

    @abstractmethod
    def judge(self, subject: Subject) -> Outcome | Awaitable[Outcome]:
        """What it thinks of a subject."""

    @classmethod
    def waits(cls) -> bool:
        """Whether it waits for others, so that several subjects are judged at once, and other judges apart from it."""
        return inspect.iscoroutinefunction(cls.judge)

    @property
    def prompt(self) -> str:
        """The text that a model is asked with; it is a part of the epoch."""
        return ""

    @property
    def model(self) -> str:
        """The model that is asked; it is a part of the epoch."""
        return ""

    @property
    def epoch(self) -> str:
        """What scores rest on: see `to_epoch`."""
        parameters: dict[str, Any] = self.parameters.model_dump(mode="json")
        return to_epoch(prompt=self.prompt, model=self.model, parameters=parameters, code=self._read_code())

    def _read_code(self) -> str:
        modules = (inspect.getmodule(type(self)), *self.rests_on)
        return "\n".join(inspect.getsource(module) for module in modules if module is not None)
