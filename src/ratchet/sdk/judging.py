"""Judges in Python: functions that say what they think of an answer, and the server asks."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, overload

from ratchet.errors import Conflict

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class PythonJudge:
    """A function that judges, under the name that definitions of judges use for it."""

    name: str
    function: Callable[..., Any]
    description: str


_REGISTERED: dict[str, PythonJudge] = {}


@overload
def judge(function: F, /) -> F: ...


@overload
def judge(*, name: str | None = None) -> Callable[[F], F]: ...


def judge(function: Callable[..., Any] | None = None, /, *, name: str | None = None) -> Any:
    """Register a function as a judge of the kind `python`; it stays as callable as it was.

    The function is given a `ratchet.Subject`: `question`, `answer`, `reference` (texts), `input`, `output`,
    `expected_output` (values), `sources`, `metadata`, `latency_ms`, `cost_usd` and more. Arguments of a definition
    follow by name. It answers with a number, a truth, a category (a text), a `ratchet.Verdict` or several, or `None`
    where there is nothing to judge; it may be `async`. What it raises is recorded as a failure.

    Args:
        function: the function, where the decorator stands without parentheses.
        name: what definitions call it; the function's own name unless given.

    Raises:
        ratchet.errors.Conflict: another function is registered under this name.

    The server finds functions in the modules that `RATCHET_JUDGES` names, and in those that installed packages name as
    entry points of the group `ratchet.judges`.

    Example:
        >>> @judge
        ... def mentions_price(subject) -> bool:
        ...     "Whether the answer names a price."
        ...     return "$" in subject.answer

    """
    if function is not None:
        return register(function, name)

    def decorate(decorated: F) -> F:
        return register(decorated, name)

    return decorate


def register(function: F, name: str | None = None) -> F:
    """As the decorator `judge`; the same function may come again, for its module may be loaded twice."""
    name = name or function.__name__
    known = _REGISTERED.get(name)
    if known is not None and _home_of(known.function) != _home_of(function):
        raise Conflict(f"Two functions want to be the judge {name!r}: name one of them otherwise, @judge(name=…).")
    _REGISTERED[name] = PythonJudge(name, function, (function.__doc__ or "").strip().partition("\n")[0])
    return function


def registered_judges() -> dict[str, PythonJudge]:
    """The functions that are registered, by their names."""
    return dict(sorted(_REGISTERED.items()))


def _home_of(function: Callable[..., Any]) -> tuple[str, str]:
    return function.__module__, function.__qualname__
