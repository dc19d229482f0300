"""What a model for tests says, and what it remembers, whichever provider's protocol it speaks."""

import asyncio
import json
import threading
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from uuid import uuid4

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from ratchet.testing.serving import serving


@dataclass(frozen=True, slots=True)
class Call:
    """One request for an answer, as it was sent; a provider that names the model elsewhere has it in the body here."""

    body: Mapping[str, Any]
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    """By their names in small letters."""

    @property
    def authorization(self) -> str:
        return self.headers.get("authorization", "")

    @property
    def model(self) -> str:
        return str(self.body["model"])

    @property
    def messages(self) -> Sequence[Mapping[str, Any]]:
        return self.body["messages"]

    @property
    def is_streamed(self) -> bool:
        return bool(self.body.get("stream"))

    @property
    def wants_usage(self) -> bool:
        """Whether a stream shall end with its usage."""
        return bool((self.body.get("stream_options") or {}).get("include_usage"))


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A function that the model asks for."""

    name: str
    arguments: Mapping[str, Any] = field(default_factory=dict[str, Any])
    id: str = field(default_factory=lambda: f"call_{uuid4().hex[:24]}")


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: text, functions to call, or both; a stream of it ends without a word when it `breaks_off`.

    `refusal` is what a model says that will not do what it is asked, in the place that the provider has for it.
    """

    text: str = ""
    tool_calls: Sequence[ToolCall] = ()
    input_tokens: int | None = None
    output_tokens: int | None = None
    cached_tokens: int = 0
    breaks_off: bool = False
    refusal: str | None = None
    delay_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Refusal:
    """An error, in the shape that the provider gives its errors; `type` and `code` where it has them."""

    status: int
    message: str
    type: str = "invalid_request_error"
    code: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Garbage:
    """What is no answer at all, though it says that all is well: a gateway's page, half a body."""

    content: str = "<html>Bad gateway</html>"
    media_type: str = "text/html"


Answer: TypeAlias = Reply | Refusal | Garbage
Script: TypeAlias = Callable[[Call], Answer]


class Model:
    """A model that runs: where it is, and what it was asked so far."""

    def __init__(self, script: Script) -> None:
        self.url = ""
        self.calls: list[Call] = []
        self._script = script
        self._turn = threading.Lock()

    def answer(self, call: Call) -> Answer:
        """What the script says to this call; one after the other, in the order in which they came."""
        with self._turn:
            self.calls.append(call)
            return self._script(call)


@dataclass(frozen=True, slots=True)
class Protocol:
    """How a provider writes: what a request has to hold, and the shapes of its answers and of its errors."""

    needs: Sequence[str]
    to_response: Callable[[Call, Reply], Response]
    to_error: Callable[[Refusal], Response]


async def converse(model: Model, request: Request, protocol: Protocol) -> Response:
    """What the model says to one request, in the provider's form; names in the path count as said in the body."""
    call = _read_call(await request.body(), request, protocol.needs)
    if isinstance(call, Refusal):
        return protocol.to_error(call)
    answer = await run_in_threadpool(model.answer, call)
    match answer:
        case Refusal():
            return protocol.to_error(answer)
        case Garbage():
            return Response(answer.content, media_type=answer.media_type)
        case Reply():
            await asyncio.sleep(answer.delay_s)
            return protocol.to_response(call, answer)


@contextmanager
def running(
    create: Callable[[Model], Starlette], answers: Sequence[Answer], script: Script | None, port: int
) -> Generator[Model]:
    """A model as an application on a port of this machine, ready; ended when the block is."""
    model = Model(script or _one_after_the_other(answers))
    with serving(create(model), port) as url:
        model.url = url
        yield model


def count_tokens(asked: str, reply: Reply) -> tuple[int, int]:
    """How much was read and written: one token a word, unless the reply says otherwise."""
    given = reply.text + "".join(json.dumps(tool_call.arguments) for tool_call in reply.tool_calls)
    read = len(asked.split()) if reply.input_tokens is None else reply.input_tokens
    written = len(given.split()) if reply.output_tokens is None else reply.output_tokens
    return read, written


def _one_after_the_other(answers: Sequence[Answer]) -> Script:
    left = iter(answers)
    nothing_left = Refusal(400, f"The script of this model has {len(answers)} answers, and they are all given.")
    return lambda _call: next(left, nothing_left)


def _read_call(body: bytes, request: Request, needs: Sequence[str]) -> Call | Refusal:
    try:
        read = json.loads(body)
    except ValueError:
        return Refusal(400, "The body of the request is no JSON.")
    if not isinstance(read, dict):
        return Refusal(400, "The body of the request is no JSON object.")
    read.update(request.path_params)
    missing = [name for name in needs if not read.get(name)]
    if missing:
        return Refusal(400, f"Missing required parameter: '{missing[0]}'.", code="missing_required_parameter")
    return Call(read, dict(request.headers))
