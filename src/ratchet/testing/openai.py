"""A model that answers as a test tells it to, behind OpenAI's HTTP interface: real clients, real wire, no provider.

    with running_model(Reply("Paris"), Refusal(429, "Too many requests")) as model:
        client = OpenAI(base_url=model.url, api_key="any", max_retries=0)
        client.chat.completions.create(model="gpt-4o-mini", messages=[...])  # Paris
        client.chat.completions.create(model="gpt-4o-mini", messages=[...])  # raises RateLimitError
    assert model.calls[0].messages[-1]["content"] == "What is the capital of France?"

It speaks: chat completions, whole and streamed (with their usage when it is asked for), calls of tools, refusals of
any status, answers that break off, come slowly, decline or are no answers, and the list of models. It counts one token
a word unless a reply says otherwise.

It does not cover: responses, embeddings, images and audio; log probabilities; several choices; keys (any will do).
"""

import asyncio
import json
import threading
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from uuid import uuid4

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from ratchet.testing.serving import serving

MODELS = ("gpt-4o", "gpt-4o-mini")


@dataclass(frozen=True, slots=True)
class Call:
    """One request for a completion, as it was sent."""

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

    `refusal` is what a model says that will not do what it is asked, in the place that OpenAI has for it.
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
    """An error, in the shape that OpenAI gives its errors."""

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


@contextmanager
def running_model(*answers: Answer, script: Script | None = None, port: int = 0) -> Generator[Model]:
    """A model on a port of this machine, ready; ended when the block is.

    It gives `answers` in their order and refuses what is asked beyond them with status 400; with a `script` it gives
    what that says to each call.
    """
    model = Model(script or _one_after_the_other(answers))
    with serving(create_model(model), port) as url:
        model.url = f"{url}/v1"
        yield model


def create_model(model: Model) -> Starlette:
    """The model as an ASGI application."""

    async def complete(request: Request) -> Response:
        call = _read_call(await request.body(), dict(request.headers))
        if isinstance(call, Refusal):
            return _refuse(call)
        answer = await run_in_threadpool(model.answer, call)
        if isinstance(answer, Reply):
            await asyncio.sleep(answer.delay_s)
        return _respond(call, answer)

    async def list_models(_request: Request) -> Response:
        return JSONResponse({"object": "list", "data": [{"id": name, "object": "model"} for name in MODELS]})

    return Starlette(
        routes=[
            Route("/v1/chat/completions", complete, methods=["POST"]),
            Route("/v1/models", list_models),
        ]
    )


def _one_after_the_other(answers: Sequence[Answer]) -> Script:
    left = iter(answers)
    nothing_left = Refusal(400, f"The script of this model has {len(answers)} answers, and they are all given.")
    return lambda _call: next(left, nothing_left)


def _read_call(body: bytes, headers: Mapping[str, str]) -> Call | Refusal:
    try:
        read = json.loads(body)
    except ValueError:
        return Refusal(400, "The body of the request is no JSON.")
    if not isinstance(read, dict):
        return Refusal(400, "The body of the request is no JSON object.")
    missing = [name for name in ("model", "messages") if not read.get(name)]
    if missing:
        return Refusal(400, f"Missing required parameter: '{missing[0]}'.", code="missing_required_parameter")
    return Call(read, headers)


def _respond(call: Call, answer: Answer) -> Response:
    if isinstance(answer, Refusal):
        return _refuse(answer)
    if isinstance(answer, Garbage):
        return Response(answer.content, media_type=answer.media_type)
    if call.is_streamed:
        return StreamingResponse(_events(call, answer), media_type="text/event-stream")
    return JSONResponse(_completion(call, answer))


def _refuse(refusal: Refusal) -> Response:
    error = {"message": refusal.message, "type": refusal.type, "param": None, "code": refusal.code}
    return JSONResponse({"error": error}, refusal.status, dict(refusal.headers))


def _completion(call: Call, reply: Reply) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": reply.text or None, "refusal": reply.refusal}
    if reply.tool_calls:
        message["tool_calls"] = [_tool_call(tool_call) for tool_call in reply.tool_calls]
    return {
        **_envelope(call, "chat.completion"),
        "choices": [{"index": 0, "message": message, "finish_reason": _finish_reason(reply), "logprobs": None}],
        "usage": _usage(call, reply),
    }


def _events(call: Call, reply: Reply) -> Iterator[str]:
    envelope = _envelope(call, "chat.completion.chunk")
    for delta in _deltas(reply):
        yield _event({**envelope, "choices": [{"index": 0, "delta": delta, "finish_reason": None}]})
    if reply.breaks_off:
        return
    yield _event({**envelope, "choices": [{"index": 0, "delta": {}, "finish_reason": _finish_reason(reply)}]})
    if call.wants_usage:
        yield _event({**envelope, "choices": [], "usage": _usage(call, reply)})
    yield "data: [DONE]\n\n"


def _deltas(reply: Reply) -> Iterator[dict[str, Any]]:
    """A message in pieces: its role, then word by word, then each function with its arguments behind it."""
    yield {"role": "assistant", "content": ""}
    for word in _words(reply.text):
        yield {"content": word}
    for index, tool_call in enumerate(reply.tool_calls):
        whole = _tool_call(tool_call)
        arguments = whole["function"].pop("arguments")
        yield {"tool_calls": [{"index": index, **whole}]}
        yield {"tool_calls": [{"index": index, "function": {"arguments": arguments}}]}


def _event(chunk: Mapping[str, Any]) -> str:
    return f"data: {json.dumps(chunk)}\n\n"


def _envelope(call: Call, kind: str) -> dict[str, Any]:
    return {"id": f"chatcmpl-{uuid4().hex}", "object": kind, "created": int(time.time()), "model": call.model}


def _tool_call(tool_call: ToolCall) -> dict[str, Any]:
    function = {"name": tool_call.name, "arguments": json.dumps(tool_call.arguments)}
    return {"id": tool_call.id, "type": "function", "function": function}


def _finish_reason(reply: Reply) -> str:
    return "tool_calls" if reply.tool_calls else "stop"


def _usage(call: Call, reply: Reply) -> dict[str, Any]:
    asked = " ".join(str(message.get("content") or "") for message in call.messages)
    given = reply.text + "".join(json.dumps(tool_call.arguments) for tool_call in reply.tool_calls)
    read = len(asked.split()) if reply.input_tokens is None else reply.input_tokens
    written = len(given.split()) if reply.output_tokens is None else reply.output_tokens
    return {
        "prompt_tokens": read,
        "completion_tokens": written,
        "total_tokens": read + written,
        "prompt_tokens_details": {"cached_tokens": reply.cached_tokens},
    }


def _words(text: str) -> Iterator[str]:
    """The words of a text, each with the space before it, so that they join to the text."""
    for index, word in enumerate(text.split(" ")):
        yield f" {word}" if index else word
