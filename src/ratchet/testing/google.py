"""A model that answers as a test tells it to, behind Google's Gemini interface: real clients, real wire, no provider.

    with running_model(Reply("Paris"), Refusal(429, "Quota exceeded")) as model:
        client = genai.Client(api_key="any", http_options={"base_url": model.url})
        client.models.generate_content(model="gemini-2.5-flash", contents="...")  # Paris
        client.models.generate_content(model="gemini-2.5-flash", contents="...")  # raises a ClientError

It speaks: generateContent, calls of functions, refusals of any status, answers that come slowly, are blocked or are no
answers. It counts one token a word unless a reply says otherwise.

It does not cover: streams, embeddings, files, Vertex AI; keys (any will do).
"""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
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

_STATUSES: Mapping[int, str] = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
    504: "DEADLINE_EXCEEDED",
}


@contextmanager
def running_model(*answers: Answer, script: Script | None = None, port: int = 0) -> Generator[Model]:
    """A model on a port of this machine, ready; ended when the block is. See `ratchet.testing.openai`."""
    with running(create_model, answers, script, port) as model:
        yield model


def create_model(model: Model) -> Starlette:
    """The model as an ASGI application."""

    async def generate(request: Request) -> Response:
        return await converse(model, request, _PROTOCOL)

    return Starlette(routes=[Route("/v1beta/models/{model}:generateContent", generate, methods=["POST"])])


def _respond(call: Call, reply: Reply) -> Response:
    asked = " ".join(part.get("text") or "" for content in call.body["contents"] for part in content.get("parts", ()))
    read, written = count_tokens(asked, reply)
    return JSONResponse(
        {
            **_said(reply),
            "usageMetadata": {
                "promptTokenCount": read,
                "candidatesTokenCount": written,
                "cachedContentTokenCount": reply.cached_tokens,
                "totalTokenCount": read + written,
            },
            "modelVersion": call.model,
            "responseId": uuid4().hex,
        }
    )


def _said(reply: Reply) -> dict[str, Any]:
    if reply.refusal is not None:
        return {"candidates": [{"index": 0, "finishReason": "SAFETY", "finishMessage": reply.refusal}]}
    parts: list[dict[str, Any]] = [{"text": reply.text}] if reply.text else []
    parts += [
        {"functionCall": {"id": call.id, "name": call.name, "args": dict(call.arguments)}} for call in reply.tool_calls
    ]
    return {"candidates": [{"index": 0, "content": {"role": "model", "parts": parts}, "finishReason": "STOP"}]}


def _refuse(refusal: Refusal) -> Response:
    status = _STATUSES.get(refusal.status, "UNKNOWN")
    error = {"code": refusal.status, "message": refusal.message, "status": status}
    return JSONResponse({"error": error}, refusal.status, dict(refusal.headers))


_PROTOCOL = Protocol(("model", "contents"), _respond, _refuse)
