"""Marking a function, or a block, as a step of a trace."""

from collections.abc import Callable
from typing import Any, TypeVar, overload

from ratchet.sdk.tracing.calls import follow_calls
from ratchet.sdk.tracing.node import UNSAID, Node

F = TypeVar("F", bound=Callable[..., Any])


class Traced(Node):
    """What `traced` gives: a step for a block, or what makes a step of every call of a function."""

    __slots__ = ()

    def __call__(self, function: F) -> F:
        """Trace every call of a function."""
        takes_input = self._input is UNSAID
        return follow_calls(function, self._name, self._kind, self._words or {}, takes_input=takes_input)


@overload
def traced(function: F, /) -> F: ...


@overload
def traced(name: str, /, *, kind: str = ..., input: Any = ..., **words: Any) -> Traced: ...


@overload
def traced(*, kind: str = ..., input: Any = ..., **words: Any) -> Traced: ...


def traced(named: Any = "", /, *, kind: str = "span", input: Any = UNSAID, **words: Any) -> Any:  # noqa: A002
    """A step of a trace, around a function or a block.

    Args:
        named: the step's name; a function's own name where there is none.
        kind: what the step is: `"span"`, `"agent"`, `"chain"`, `"tool"`, `"retriever"`, `"generation"`, `"embedding"`,
            `"guardrail"` or `"evaluator"`.
        input: what the step is given. A function's arguments, by their names, unless given here; `None` keeps them out.
        words: more to say of the step, as `Node.tag` takes it.

    A function's result is the step's output; of a generator, what it has yielded. What is raised makes the step an
    error, with its type, and goes on. Functions, methods, coroutines and generators of both sorts are taken. Outside
    of any trace a step begins one. Raises nothing of its own.

    Example:
        >>> @traced(kind="retriever")
        ... def retrieve(question):
        ...     return ["a passage"]
        >>> with traced("answer", input="Where?") as step:
        ...     step.set_output("There.")
        >>> retrieve("Where?")
        ['a passage']

    """
    if isinstance(named, str):
        return Traced(named, kind, input, words)
    return Traced("", kind, input, words)(named)
