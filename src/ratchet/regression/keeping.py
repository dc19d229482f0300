"""Keeping answers: written in groups with those of other runs, on disk before anybody relies on them."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from ratchet.domain.answer import Answer, AnswerStatus, AskFailure
from ratchet.domain.regression_run import RegressionRun
from ratchet.domain.value import encode_value
from ratchet.errors import Busy, Invalid
from ratchet.store.events.answers import GivenAnswer
from ratchet.store.events.commit import GroupCommit

# An answer's columns beside its texts.
_SIZE_BYTES = 800
_WAIT_S = 0.2


async def keep_answer(queue: GroupCommit[GivenAnswer], run: RegressionRun, answer: Answer) -> Answer:
    """Store an answer and give what was stored: one that no store can hold is a failure; a full queue is waited for."""
    try:
        await _submit(queue, run, [answer])
    except Invalid as error:
        answer = replace(
            answer,
            status=AnswerStatus.FAILED,
            output=None,
            opinions=(),
            error=AskFailure.MALFORMED,
            error_detail=error.message.encode(errors="replace").decode(),
            trace_id="",
            is_judged=True,
        )
        await _submit(queue, run, [answer])
    return answer


async def _submit(queue: GroupCommit[GivenAnswer], run: RegressionRun, answers: Sequence[Answer]) -> None:
    given = [GivenAnswer(run.project_id, run.id, answer) for answer in answers]
    size_bytes = sum(_SIZE_BYTES + _size_bytes(answer) for answer in answers)
    while True:
        try:
            future = queue.submit(given, size_bytes)
        except Busy:
            await asyncio.sleep(_WAIT_S)
            continue
        return await asyncio.wrap_future(future)


def _size_bytes(answer: Answer) -> int:
    texts = (opinion.reasoning for opinion in answer.opinions)
    output = answer.output if isinstance(answer.output, str) else encode_value(answer.output)
    return len(output) + sum(map(len, texts))
