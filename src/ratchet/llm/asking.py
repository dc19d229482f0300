"""Asking a model a question whose answer has a type."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import TypeVar

from pydantic import BaseModel

from ratchet.domain.llm_connection import LlmConnection
from ratchet.domain.model import Model
from ratchet.llm.question import Answer, Question
from ratchet.llm.thread import run_there

T = TypeVar("T", bound=BaseModel)

AT_ONCE_MAX = 16
"""Calls of one connection that are under way at the same time, whatever asks."""

ATTEMPTS = 3
"""How often a call is made that fails with what may pass."""


async def ask_model(
    connection: LlmConnection, secret: str, question: Question[T], own: Sequence[Model] = ()
) -> Answer[T]:
    """What a model answers; raises `CallFailed` with the reason when it gives nothing that can be used.

    Its cost is by the project's `own` prices, where they name the model, else by published ones.
    """
    return await run_there(_ask_in_turn(connection, secret, question, own))


async def _ask_in_turn(
    connection: LlmConnection, secret: str, question: Question[T], own: Sequence[Model]
) -> Answer[T]:
    from ratchet.llm.calling import call  # noqa: PLC0415 - it takes seconds to load

    async with _turns()[connection.project_id, connection.id]:
        return await call(connection, secret, question, own, attempts=ATTEMPTS)


@cache
def _turns() -> defaultdict[tuple[str, str], asyncio.Semaphore]:
    return defaultdict(lambda: asyncio.Semaphore(AT_ONCE_MAX))
