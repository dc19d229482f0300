"""A model that answers as a test tells it to, behind OpenAI's HTTP interface: real clients, real wire, no provider.

    with running_model(Reply("Paris"), Refusal(429, "Too many requests")) as model:
        client = OpenAI(base_url=model.url, api_key="any", max_retries=0)
        client.chat.completions.create(model="gpt-4o-mini", messages=[...])  # Paris
        client.chat.completions.create(model="gpt-4o-mini", messages=[...])  # raises RateLimitError
    assert model.calls[0].messages[-1]["content"] == "What is the capital of France?"

It speaks: chat completions, whole and streamed (with their usage when it is asked for), calls of tools, refusals of
any status, answers that break off, come slowly, decline or are no answers, and the list of models. It counts one token
a word unless a reply says otherwise. Embeddings need no script: texts that share words lie near each other.

It does not cover: responses, images and audio; log probabilities; several choices; keys (any will do).
"""

import json
import re
import time
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import uuid4
from zlib import crc32

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from ratchet.testing.scripted import (
    Answer,
    Call,
    Garbage,
    Model,
    Protocol,
    Refusal,
    Reply,
    Script,
    ToolCall,
    converse,
    count_tokens,
    running,
)

__all__ = [
    "MODELS",
    "Answer",
    "Call",
    "Garbage",
    "Model",
    "Refusal",
    "Reply",
    "Script",
    "ToolCall",
    "create_model",
    "running_model",
]

MODELS = ("gpt-4o", "gpt-4o-mini")
_DIMENSIONS = 256


@contextmanager
def running_model(*answers: Answer, script: Script | None = None, port: int = 0) -> Generator[Model]:
    """A model on a port of this machine, ready; ended when the block is.

    It gives `answers` in their order and refuses what is asked beyond them with status 400; with a `script` it gives
    what that says to each call.
    """
    with running(create_model, answers, script, port) as model:
        model.url += "/v1"
        yield model


def create_model(model: Model) -> Starlette:
    """The model as an ASGI application."""

    async def complete(request: Request) -> Response:
        return await converse(model, request, _PROTOCOL)

    async def list_models(_request: Request) -> Response:
        return JSONResponse({"object": "list", "data": [{"id": name, "object": "model"} for name in MODELS]})

    async def embed(request: Request) -> Response:
        asked = await request.json()
        texts = [asked["input"]] if isinstance(asked["input"], str) else asked["input"]
        data = [{"object": "embedding", "index": place, "embedding": _embed(text)} for place, text in enumerate(texts)]
        usage = {"prompt_tokens": sum(len(text.split()) for text in texts)}
        usage["total_tokens"] = usage["prompt_tokens"]
        return JSONResponse({"object": "list", "data": data, "model": asked["model"], "usage": usage})

    return Starlette(
        routes=[
            Route("/v1/embeddings", embed, methods=["POST"]),
            Route("/v1/chat/completions", complete, methods=["POST"]),
            Route("/v1/models", list_models),
        ]
    )


def _embed(text: str) -> list[float]:
    """How often words come that fall into each of some classes."""
    vector = [0.0] * _DIMENSIONS
    for word in re.findall(r"\w+", text.casefold()):
        vector[crc32(word.encode()) % _DIMENSIONS] += 1.0
    return vector


def _respond(call: Call, reply: Reply) -> Response:
    if call.is_streamed:
        return StreamingResponse(_events(call, reply), media_type="text/event-stream")
    return JSONResponse(_completion(call, reply))


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
    read, written = count_tokens(" ".join(str(message.get("content") or "") for message in call.messages), reply)
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


_PROTOCOL = Protocol(("model", "messages"), _respond, _refuse)
