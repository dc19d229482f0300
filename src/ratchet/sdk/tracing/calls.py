"""Functions whose calls are steps: arguments are the input, what comes back is the output."""

import functools
import inspect
from collections.abc import AsyncGenerator, Callable, Generator
from typing import Any, TypeVar

from ratchet.sdk.tracing.api import context
from ratchet.sdk.tracing.content import LENGTH_MAX
from ratchet.sdk.tracing.faults import harmless
from ratchet.sdk.tracing.node import UNSAID, Node

F = TypeVar("F", bound=Callable[..., Any])
_Begin = Callable[[tuple[Any, ...], dict[str, Any]], Node]

_RECEIVERS = ("self", "cls")
_LENGTH_OF_VALUE = 100
"""What a value counts for that is no text: how long its JSON is, nobody knows before the end."""


def follow_calls(function: F, name: str, kind: str, words: dict[str, Any], *, takes_input: bool) -> F:
    """The function, each of its calls a step."""
    read_arguments = _reader(function) if takes_input else None
    step_name = name or getattr(function, "__qualname__", "step").replace("<locals>.", "").rpartition(".")[2]

    def begin(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Node:
        return Node(step_name, kind, read_arguments(args, kwargs) if read_arguments else UNSAID, words)

    follow = next((follow for is_such, follow in _FOLLOWERS if is_such(function)), _follow_function)
    return functools.wraps(function)(follow(function, begin))  # pyright: ignore[reportReturnType]


def _reader(function: Callable[..., Any]) -> Callable[[tuple[Any, ...], dict[str, Any]], Any]:
    """How arguments become an input: by the names of their parameters, without the object that a method is of."""
    names = list(inspect.signature(function).parameters)
    first = 1 if names and names[0] in _RECEIVERS else 0
    names = names[first:]

    @harmless
    def read(args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
        return dict(zip(names, args[first:], strict=False)) | kwargs

    return read


def _follow_function(function: Callable[..., Any], begin: _Begin) -> Callable[..., Any]:
    def call(*args: Any, **kwargs: Any) -> Any:
        with begin(args, kwargs) as node:
            result = function(*args, **kwargs)
            node.set_output(result)
            return result

    return call


def _follow_coroutine(function: Callable[..., Any], begin: _Begin) -> Callable[..., Any]:
    async def call(*args: Any, **kwargs: Any) -> Any:
        with begin(args, kwargs) as node:
            result = await function(*args, **kwargs)
            node.set_output(result)
            return result

    return call


def _follow_generator(function: Callable[..., Any], begin: _Begin) -> Callable[..., Any]:
    def call(*args: Any, **kwargs: Any) -> Generator[Any, Any, Any]:
        node, yielded = begin(args, kwargs), Yielded()
        node.begin()
        try:
            items = function(*args, **kwargs)
            step, given = items.send, None
            while True:
                item = _within(node, step, given)
                yielded.add(item)
                try:
                    step, given = items.send, (yield item)
                except BaseException as error:  # noqa: BLE001 - whatever it is, it is the inner one's to handle
                    step, given = items.throw, error
        except StopIteration as over:
            yielded.finish(node)
            return over.value
        except BaseException as error:
            yielded.finish(node, error)
            raise

    return call


def _follow_async_generator(function: Callable[..., Any], begin: _Begin) -> Callable[..., Any]:
    async def call(*args: Any, **kwargs: Any) -> AsyncGenerator[Any, Any]:
        node, yielded = begin(args, kwargs), Yielded()
        node.begin()
        try:
            items = function(*args, **kwargs)
            step, given = items.asend, None
            while True:
                item = await _await_within(node, step, given)
                yielded.add(item)
                try:
                    step, given = items.asend, (yield item)
                except BaseException as error:  # noqa: BLE001 - whatever it is, it is the inner one's to handle
                    step, given = items.athrow, error
        except StopAsyncIteration:
            yielded.finish(node)
        except BaseException as error:
            yielded.finish(node, error)
            raise

    return call


def _within(node: Node, function: Callable[..., Any], *args: Any) -> Any:
    """Call a function in the context of a step, and leave it again: who iterates is not in it."""
    if node.within is None:
        return function(*args)
    token = context.attach(node.within)
    try:
        return function(*args)
    finally:
        context.detach(token)


async def _await_within(node: Node, function: Callable[..., Any], *args: Any) -> Any:
    token = None if node.within is None else context.attach(node.within)
    try:
        return await function(*args)
    finally:
        if token is not None:
            context.detach(token)


class Yielded:
    """What a generator has given so far, as far as a span can carry it."""

    __slots__ = ("_items", "_length")

    def __init__(self) -> None:
        self._items: list[Any] = []
        self._length = 0

    def add(self, item: Any) -> None:
        """Take one more."""
        if self._length < LENGTH_MAX:
            self._items.append(item)
            self._length += len(item) if isinstance(item, str | bytes | bytearray) else _LENGTH_OF_VALUE

    def finish(self, node: Node, error: BaseException | None = None) -> None:
        """Make it the step's output: one text of texts, else a list; and end the step."""
        are_texts = bool(self._items) and all(isinstance(item, str) for item in self._items)
        node.set_output("".join(self._items) if are_texts else self._items)
        node.end(error)


_FOLLOWERS: tuple[tuple[Callable[[Any], bool], Callable[..., Any]], ...] = (
    (inspect.isasyncgenfunction, _follow_async_generator),
    (inspect.iscoroutinefunction, _follow_coroutine),
    (inspect.isgeneratorfunction, _follow_generator),
)
