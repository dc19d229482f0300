"""POST /api/public/ingestion: batches of events, as Langfuse's SDKs sent them before they spoke OTLP."""

import asyncio
from typing import Any

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool

from ratchet.auth.guard import ScoreCaller
from ratchet.http.body import read_body
from ratchet.http.shapes import LangfuseRoute
from ratchet.http.state import EventChanges, EventWriters, Records, ServerSettings
from ratchet.langfuse.body import parse_json
from ratchet.langfuse.ingestion import read_batch, to_sender

router = APIRouter(route_class=LangfuseRoute, tags=["langfuse"])


@router.post("/api/public/ingestion", status_code=207)
async def take_batch(
    request: Request,
    *,
    caller: ScoreCaller,
    records: Records,
    changes: EventChanges,
    writers: EventWriters,
    settings: ServerSettings,
) -> dict[str, Any]:
    """Store a batch of events, and say of each whether it was taken."""
    body = await read_body(request, settings.body_size_bytes_max)
    payload = await run_in_threadpool(parse_json, body)
    sender = to_sender(caller.project_id, request.headers, payload)
    batch = await run_in_threadpool(read_batch, payload, records, sender, caller.access)
    writes = []
    if batch.changes:
        writes.append(changes.submit(batch.changes, len(body)))
    if batch.scores:
        writes.append(writers.scores.submit(batch.scores, len(body)))
    await asyncio.gather(*map(asyncio.wrap_future, writes))
    return {"successes": batch.stored, "errors": batch.refused}
