"""POST and DELETE under /api/public/scores."""

import asyncio
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse

from ratchet.auth.guard import Caller, ScoreCaller
from ratchet.errors import NotFound
from ratchet.http.body import read_body
from ratchet.http.fields import invalid_field
from ratchet.http.shapes import LangfuseRoute
from ratchet.http.state import Events, EventWriters, Records, ServerSettings
from ratchet.langfuse.body import parse_json
from ratchet.langfuse.scores_write import read_posted_score, read_posted_scores
from ratchet.store.events.scores import delete_score

router = APIRouter(route_class=LangfuseRoute, tags=["langfuse"])


@router.post("/api/public/scores", responses={202: {"description": "A list, every score of it taken"}, 207: {}})
async def take_scores(
    request: Request, caller: ScoreCaller, records: Records, writers: EventWriters, settings: ServerSettings
) -> Response:
    """Store one score, or a list of them."""
    body = await read_body(request, settings.body_size_bytes_max)
    payload: Any = await run_in_threadpool(parse_json, body)
    match payload:
        case dict():
            score = await run_in_threadpool(read_posted_score, payload, records, caller.project_id)
            await asyncio.wrap_future(writers.scores.submit([score], len(body)))
            return JSONResponse({"id": score.score_id})
        case list():
            posted = await run_in_threadpool(read_posted_scores, payload, records, caller.project_id)
            if posted.scores:
                await asyncio.wrap_future(writers.scores.submit(posted.scores, len(body)))
            status, answer = posted.answer
            return JSONResponse(answer, status_code=status)
        case _:
            raise invalid_field("body", "This is a score, or a list of scores")


@router.delete("/api/public/scores/{score_id:path}", status_code=204)
def remove_score(score_id: str, caller: Caller, events: Events) -> None:
    """Delete a score; reads no longer give it."""
    if not delete_score(events, caller.project_id, score_id):
        raise NotFound(f"Score {score_id} not found within authorized project")
