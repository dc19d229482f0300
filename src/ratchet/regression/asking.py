"""Asking a target about an item: at its pace, and again after failures that may pass."""

import asyncio
import random
from collections.abc import Mapping
from time import perf_counter, time_ns
from typing import Any, cast

from ratchet.domain.answer import Answer, AnswerStatus
from ratchet.domain.dataset import Item
from ratchet.domain.regression_run import Pace
from ratchet.regression.items import Task
from ratchet.targets.reply import Reply, Respondent

DETAIL_LENGTH_MAX = 2000
_FIRST_PAUSE_S = 0.5
_PAUSE_S_MAX = 30.0
# Items of one of these are not independent; the first that an item's metadata names counts.
_CLUSTERS = ("cluster", "session_id", "task_id", "conversation_id")


class Asking:
    """Puts items to a target, no faster than its pace allows."""

    def __init__(self, respondent: Respondent, pace: Pace) -> None:
        self._respondent = respondent
        self._pace = pace
        self._next_at = 0.0

    async def ask(self, task: Task) -> Answer:
        """The answer to an item, or the failure that was left after the last attempt."""
        attempt = 0
        while True:
            attempt += 1
            await self._wait_for_turn()
            asked_at, began = time_ns(), perf_counter()
            reply = await self._respondent.ask(task.item, task.repeat)
            took_ms = (perf_counter() - began) * 1000
            if reply.failure not in self._pace.retry_on or attempt > self._pace.retries:
                return _to_answer(task, reply, took_ms, attempts=attempt, asked_at=asked_at)
            await asyncio.sleep(_pause_s(attempt, reply))

    async def _wait_for_turn(self) -> None:
        """Return when one more request is within the minute's limit: they go out evenly."""
        limit = self._pace.requests_per_minute
        if limit is None:
            return
        now = perf_counter()
        at = max(now, self._next_at)
        self._next_at = at + 60 / limit
        await asyncio.sleep(at - now)


def to_cluster(item: Item) -> str | None:
    """What an item is not independent within, by its metadata."""
    said = cast(Mapping[str, Any], item.metadata) if isinstance(item.metadata, dict) else {}
    found = (said[name] for name in _CLUSTERS if isinstance(said.get(name), str | int) and said[name] != "")
    return next((str(name)[:200] for name in found), None)


def _pause_s(attempt: int, reply: Reply) -> float:
    grown = _FIRST_PAUSE_S * 2 ** (attempt - 1) * random.uniform(0.75, 1.25)  # noqa: S311 so that items do not meet
    return min(max(grown, reply.retry_after_s or 0.0), _PAUSE_S_MAX)


def _to_answer(task: Task, reply: Reply, took_ms: float, *, attempts: int, asked_at: int) -> Answer:
    is_failed = reply.failure is not None
    return Answer(
        item_id=task.item.id,
        repeat=task.repeat,
        status=AnswerStatus.FAILED if is_failed else AnswerStatus.OK,
        output=None if is_failed else reply.output,
        error=reply.failure,
        error_detail=reply.detail[:DETAIL_LENGTH_MAX],
        latency_ms=round(took_ms if reply.latency_ms is None else reply.latency_ms, 3),
        trace_id=reply.trace_id,
        cluster=to_cluster(task.item),
        attempts=attempts,
        asked_at=asked_at,
        is_judged=is_failed,
    )
