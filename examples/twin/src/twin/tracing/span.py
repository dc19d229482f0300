"""What the nodes know of tracing: steps that say what they are, what went in, what came out, and what went wrong."""

from contextlib import AbstractContextManager
from enum import StrEnum
from typing import Any, Protocol

from twin.answering.model import Completion
from twin.prompts import Prompt


class Kind(StrEnum):
    """What a step is, in Langfuse's words."""

    CHAIN = "chain"
    RETRIEVER = "retriever"
    GENERATION = "generation"
    GUARDRAIL = "guardrail"


class Step(Protocol):
    """One step, while it is going on."""

    def give(self, output: Any) -> None:
        """Say what came out."""
        ...

    def complete(self, completion: Completion, prompt: Prompt) -> None:
        """Say what a model answered, what it took, and which version of a prompt asked for it."""
        ...

    def begin_answer(self) -> None:
        """The first piece of the answer has come."""
        ...


class Tracing(Protocol):
    """A way to trace."""

    def step(self, name: str, kind: Kind, given: Any = None) -> AbstractContextManager[Step]:
        """A step below the one that is going on; what is raised in it is recorded with its type, and goes on."""
        ...

    def flush(self) -> None:
        """Send what is waiting."""
        ...

    def close(self) -> None:
        """Send what is waiting, and end."""
        ...


class Untraced:
    """No tracing at all."""

    def step(self, name: str, kind: Kind, given: Any = None) -> AbstractContextManager[Step]:
        return _NOTHING

    def flush(self) -> None: ...

    def close(self) -> None: ...


class _Nothing(AbstractContextManager[Step]):
    def __enter__(self) -> Step:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def give(self, output: Any) -> None: ...

    def complete(self, completion: Completion, prompt: Prompt) -> None: ...

    def begin_answer(self) -> None: ...


_NOTHING = _Nothing()
