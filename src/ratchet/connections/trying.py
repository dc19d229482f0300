"""Trying a connection: something small is asked, so that people learn at once whether it works."""

import asyncio
from collections.abc import Sequence
from time import perf_counter
from typing import Literal

from pydantic import BaseModel

from ratchet.connections.schemas import TestedOut
from ratchet.domain.llm_connection import LlmConnection
from ratchet.domain.model import Model
from ratchet.llm.asking import ask_model
from ratchet.llm.failure import CallFailed
from ratchet.llm.question import Question

TIMEOUT_S = 20.0


class Greeting(BaseModel):
    """The word that was asked for."""

    word: Literal["ready"]


def try_connection(connection: LlmConnection, secret: str, model: str = "", own: Sequence[Model] = ()) -> TestedOut:
    """Whether a model of this connection answers in a given form, as judges need it to; `own` are own prices."""
    question = Question(
        instructions="Answer with the word: ready",
        material="Are you there?",
        answer_type=Greeting,
        model=model,
        temperature=None,
        timeout_s=TIMEOUT_S,
    )
    name = model or connection.usual_model
    start = perf_counter()
    try:
        answer = asyncio.run(ask_model(connection, secret, question, own))
    except CallFailed as failure:
        latency_ms = _since(start)
        return TestedOut(
            ok=False,
            model=name,
            latency_ms=latency_ms,
            cost_usd=failure.cost_usd,
            reason=failure.reason,
            detail=failure.detail,
        )
    return TestedOut(
        ok=True, model=answer.model, latency_ms=_since(start), cost_usd=answer.cost_usd, reason=None, detail=None
    )


def _since(start: float) -> float:
    return round((perf_counter() - start) * 1000, 1)
