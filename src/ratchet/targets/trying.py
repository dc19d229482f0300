"""Trying a target out with one question; nothing is stored."""

import asyncio
from time import perf_counter, time_ns

from ratchet.domain.dataset import Item
from ratchet.domain.qa import to_response
from ratchet.domain.target import Target
from ratchet.errors import Unprocessable
from ratchet.store.events import EventStore
from ratchet.targets.defining import check_variables
from ratchet.targets.opening import open_respondent
from ratchet.targets.reply import Reply
from ratchet.targets.schemas import TriedOut, TryIn


def try_target(events: EventStore, secret: str, target: Target, sent: TryIn) -> TriedOut:
    """What a target says to one question; raises `Unprocessable` when there is none, or a variable has no value."""
    asked = sent.input if sent.query is None else sent.query
    if asked is None:
        message = "Say what to ask: by query, or by an input as an item has it"
        raise Unprocessable(f"query: {message}", details={"fields": [{"field": "query", "message": message}]})
    variables = {**sent.variables, **({} if sent.twin_id is None else {"twin_id": sent.twin_id})}
    check_variables(target, variables)
    now = time_ns()
    item = Item(project_id=target.project_id, dataset_id="", id="try", created_at=now, version=now, input=asked)

    async def ask() -> Reply:
        async with open_respondent(events, target, secret, variables=variables, timeout_s=sent.timeout_s) as respondent:
            return await respondent.ask(item, 0)

    start = perf_counter()
    reply = asyncio.run(ask())
    took_ms = reply.latency_ms if reply.latency_ms is not None else (perf_counter() - start) * 1000
    return TriedOut(
        ok=reply.failure is None,
        answer=reply.output if target.answer_path else to_response(reply.output),
        trace_id=reply.trace_id,
        latency_ms=round(took_ms, 1),
        error=reply.failure,
        detail=reply.detail,
    )
