"""Asking what is missing of a test from here, and posting what is answered."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from urllib.parse import quote

from ratchet.sdk.client import AsyncClient
from ratchet.sdk.regression.question import Answered, NoAnswer, Question, Respondent

_PAGE = 200
_POSTED_AT_ONCE = 100
_POST_EVERY_S = 1.0
_PAUSE_S = 0.5


async def ask_all(
    client: AsyncClient,
    test_id: str,
    respondent: Respondent,
    *,
    at_once: int,
    retries: int,
    look: Callable[[], Awaitable[None]],
) -> None:
    """Ask whatever has no answer yet, so many questions at once, and post the answers as they come."""
    path = f"/admin/regression/runs/{quote(test_id, safe='')}"
    questions = _read_questions(client, path)
    turn = asyncio.Lock()
    answers: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue(2 * _POSTED_AT_ONCE)

    async def ask_in_turn() -> None:
        while True:
            async with turn:
                question = await anext(questions, None)
            if question is None:
                return
            await answers.put(await _ask(respondent, question, retries))

    async with asyncio.TaskGroup() as group:
        posting = group.create_task(_post_all(client, path, answers, look))
        async with asyncio.TaskGroup() as askers:
            for _ in range(at_once):
                askers.create_task(ask_in_turn())
        await answers.put(None)
        await posting


async def _read_questions(client: AsyncClient, path: str) -> AsyncIterator[Question]:
    cursor: str | None = None
    while True:
        page = await client.get(f"{path}/items", {"limit": _PAGE, "cursor": cursor})
        for said in page["items"]:
            yield Question.of(said)
        cursor = page["next_cursor"]
        if cursor is None:
            return


async def _ask(respondent: Respondent, question: Question, retries: int) -> dict[str, Any]:
    began = time.perf_counter()
    said = await respondent.ask(question)
    for attempt in range(retries):
        if isinstance(said, Answered) or not said.may_pass:
            break
        await asyncio.sleep(_PAUSE_S * 2**attempt)
        began = time.perf_counter()
        said = await respondent.ask(question)
    return _to_posted(question, said, 1000 * (time.perf_counter() - began))


def _to_posted(question: Question, said: Answered | NoAnswer, latency_ms: float) -> dict[str, Any]:
    which = {"item_id": question.item_id, "repeat": question.repeat, "latency_ms": round(latency_ms, 3)}
    if isinstance(said, NoAnswer):
        return {**which, "error": said.reason[:2000]}
    return {**which, "output": said.output, "trace_id": said.trace_id, "scores": dict(said.scores)}


async def _post_all(
    client: AsyncClient,
    path: str,
    answers: asyncio.Queue[dict[str, Any] | None],
    look: Callable[[], Awaitable[None]],
) -> None:
    """Post what has come, a hundred at once or each second."""
    is_over = False
    while not is_over:
        batch, is_over = await _gather(answers)
        if batch:
            await client.post(f"{path}/answers", {"answers": batch})
            await look()


async def _gather(answers: asyncio.Queue[dict[str, Any] | None]) -> tuple[list[dict[str, Any]], bool]:
    """The next answers, and whether they are the last."""
    batch: list[dict[str, Any]] = []
    try:
        async with asyncio.timeout(None) as limit:
            while len(batch) < _POSTED_AT_ONCE:
                answer = await answers.get()
                if answer is None:
                    return batch, True
                if not batch:
                    limit.reschedule(asyncio.get_running_loop().time() + _POST_EVERY_S)
                batch.append(answer)
    except TimeoutError:
        pass
    return batch, False
