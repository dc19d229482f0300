"""A model that answers as a test tells it to, behind Anthropic's HTTP interface: real clients, real wire, no provider.

    with running_model(Reply("Paris"), Refusal(529, "Overloaded")) as model:
        client = Anthropic(base_url=model.url, api_key="any", max_retries=0)
        client.messages.create(model="claude-haiku-4-5", max_tokens=100, messages=[...])  # Paris
        client.messages.create(model="claude-haiku-4-5", max_tokens=100, messages=[...])  # raises an APIStatusError

It speaks: messages, whole and streamed, calls of tools, refusals of any status, answers that break off, come slowly,
decline or are no answers. It counts one token a word unless a reply says otherwise.

It does not cover: batches, files, thinking; keys (any will do).
"""

import json
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

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

_ERRORS: Mapping[int, str] = {
    400: "invalid_request_error",
    401: "authentication_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
    429: "rate_limit_error",
    500: "api_error",
    529: "overloaded_error",
}


@contextmanager
def running_model(*answers: Answer, script: Script | None = None, port: int = 0) -> Generator[Model]:
    """A model on a port of this machine, ready; ended when the block is. See `ratchet.testing.openai`."""
    with running(create_model, answers, script, port) as model:
        yield model


def create_model(model: Model) -> Starlette:
    """The model as an ASGI application."""

    async def create_message(request: Request) -> Response:
        return await converse(model, request, _PROTOCOL)

    return Starlette(routes=[Route("/v1/messages", create_message, methods=["POST"])])


def _respond(call: Call, reply: Reply) -> Response:
    message = _message(call, reply)
    if call.is_streamed:
        return StreamingResponse(_events(message, reply), media_type="text/event-stream")
    return JSONResponse(message)


def _message(call: Call, reply: Reply) -> dict[str, Any]:
    asked = " ".join(str(message.get("content") or "") for message in call.messages)
    read, written = count_tokens(asked, reply)
    return {
        "id": f"msg_{uuid4().hex}",
        "type": "message",
        "role": "assistant",
        "model": call.model,
        "content": _content(reply),
        "stop_reason": _stop_reason(reply),
        "stop_sequence": None,
        "stop_details": None if reply.refusal is None else {"type": "refusal", "explanation": reply.refusal},
        "usage": {
            "input_tokens": read,
            "output_tokens": written,
            "cache_read_input_tokens": reply.cached_tokens,
            "cache_creation_input_tokens": 0,
        },
    }


def _events(message: dict[str, Any], reply: Reply) -> Iterator[str]:
    """A message in pieces: its envelope, then each block with what is in it, then why it stopped."""
    blocks = message["content"]
    begun = {
        **message,
        "content": [],
        "stop_reason": None,
        "stop_details": None,
        "usage": {**message["usage"], "output_tokens": 0},
    }
    yield _event("message_start", message=begun)
    for index, block in enumerate(blocks):
        empty, delta = _take_apart(block)
        yield _event("content_block_start", index=index, content_block=empty)
        yield _event("content_block_delta", index=index, delta=delta)
        yield _event("content_block_stop", index=index)
    if reply.breaks_off:
        return
    ended = {name: message[name] for name in ("stop_reason", "stop_sequence", "stop_details")}
    yield _event("message_delta", delta=ended, usage={"output_tokens": message["usage"]["output_tokens"]})
    yield _event("message_stop")


def _take_apart(block: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """A block as it begins, and what comes into it."""
    if block["type"] == "text":
        return {**block, "text": ""}, {"type": "text_delta", "text": block["text"]}
    return {**block, "input": {}}, {"type": "input_json_delta", "partial_json": json.dumps(block["input"])}


def _event(kind: str, **fields: Any) -> str:
    return f"event: {kind}\ndata: {json.dumps({'type': kind, **fields})}\n\n"


def _content(reply: Reply) -> list[dict[str, Any]]:
    texts: list[dict[str, Any]] = [{"type": "text", "text": reply.text}] if reply.text else []
    return texts + [
        {"type": "tool_use", "id": call.id, "name": call.name, "input": dict(call.arguments)}
        for call in reply.tool_calls
    ]


def _stop_reason(reply: Reply) -> str:
    if reply.refusal is not None:
        return "refusal"
    return "tool_use" if reply.tool_calls else "end_turn"


def _refuse(refusal: Refusal) -> Response:
    error = {"type": _ERRORS.get(refusal.status, refusal.type), "message": refusal.message}
    return JSONResponse({"type": "error", "error": error}, refusal.status, dict(refusal.headers))


_PROTOCOL = Protocol(("model", "max_tokens", "messages"), _respond, _refuse)
