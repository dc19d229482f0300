"""The HTTP interface: chat, feedback, who there is, and a page to try it."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse, StreamingResponse

import ratchet
from twin.conversation import Conversations, Piece
from twin.errors import TwinError
from twin.failures import to_error
from twin.schemas import ChatIn, ChatOut, FeedbackIn, TwinOut
from twin.settings import Settings
from twin.tracing.setup import to_connection

router = APIRouter()
_PAGE = Path(__file__).parent / "page.html"


@router.get("/", response_class=FileResponse, include_in_schema=False)
def show_page() -> FileResponse:
    """A page to chat on."""
    return FileResponse(_PAGE, media_type="text/html")


@router.get("/healthz")
def tell_health(request: Request) -> dict[str, object]:
    """That it is there, which release it is, and whether its traces arrive."""
    settings: Settings = request.app.state.settings
    return {
        "status": "ok",
        "release": settings.release,
        "tracing": settings.tracing,
        "spans": request.app.state.counts(),
    }


@router.get("/twins")
def list_twins(request: Request) -> list[TwinOut]:
    """Who can be talked to."""
    return [TwinOut(id=twin.id, name=twin.name, about=twin.about) for twin in request.app.state.twins]


@router.post("/chat/{twin_id}", response_model=ChatOut)
async def chat(twin_id: str, asked: ChatIn, request: Request) -> ChatOut | StreamingResponse:
    """An answer; with `stream`, or asked for as `text/event-stream`, in pieces as it is written."""
    conversations: Conversations = request.app.state.conversations
    if not asked.stream and "text/event-stream" not in request.headers.get("accept", ""):
        return await conversations.answer(twin_id, asked)
    conversations.check(twin_id, asked)
    return StreamingResponse(_events(conversations, twin_id, asked), media_type="text/event-stream")


async def _events(conversations: Conversations, twin_id: str, asked: ChatIn) -> AsyncIterator[str]:
    """`piece` after `piece`, then the `answer` that counts; or an `error`, which cannot have a status any more."""
    try:
        async for said in conversations.stream(twin_id, asked):
            if isinstance(said, Piece):
                yield _event("piece", json.dumps({"text": said.text}))
            else:
                yield _event("answer", said.model_dump_json())
    except TwinError as error:
        ratchet.tag_error(error)  # of the request: its status, 200, is out already
        yield _event("error", to_error(error).model_dump_json())


def _event(name: str, data: str) -> str:
    return f"event: {name}\ndata: {data}\n\n"


@router.post("/feedback", status_code=204)
async def take_feedback(given: FeedbackIn, request: Request) -> Response:
    """A thumb or a correction, as scores of the answer's trace."""
    thumb = None if given.thumb is None else given.thumb == "up"
    await ratchet.send_feedback_async(
        given.trace_id,
        thumb=thumb,
        correction=given.correction,
        comment=given.comment or None,
        connection=to_connection(request.app.state.settings),
    )
    return Response(status_code=204)
