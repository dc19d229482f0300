"""Asking a judge about subjects: one after another, or several at once where it waits for others."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, TypeVar, cast

from ratchet.domain.judge import FailureReason, JudgeFailure, Outcome
from ratchet.judges.kinds.kind import Kind
from ratchet.judges.subject import Subject

T = TypeVar("T")

AT_ONCE_MAX = 8
# Kinds that call models have limits of their own below this; it is for what hangs all the same.
TIMEOUT_S = 180.0


async def ask(kind: Kind[Any], subject: Subject, *, timeout_s: float = TIMEOUT_S) -> Outcome:
    """What a judge thinks of a subject; whatever goes wrong becomes a failure."""
    try:
        answer = kind.judge(subject)
        if not inspect.isawaitable(answer):
            return answer
        async with asyncio.timeout(timeout_s):
            return await answer
    except TimeoutError:
        return JudgeFailure(reason=FailureReason.TIMEOUT, detail=f"No verdict within {timeout_s:g} s.")
    except Exception as error:  # noqa: BLE001 - a judge may raise anything, and the others go on
        return _to_failure(error)


def ask_quickly(kind: Kind[Any], subject: Subject) -> Outcome:
    """As `ask`, of a judge that does not wait for others."""
    try:
        return cast(Outcome, kind.judge(subject))
    except Exception as error:  # noqa: BLE001 - as above
        return _to_failure(error)


def ask_one(kind: Kind[Any], subject: Subject, *, timeout_s: float = TIMEOUT_S) -> Outcome:
    """As `ask`, for a caller who has no event loop."""
    return asyncio.run(ask(kind, subject, timeout_s=timeout_s))


async def for_each(subjects: Iterable[T], work: Callable[[T], Awaitable[None]], *, at_once: int = AT_ONCE_MAX) -> None:
    """Do work for every subject, for some of them at once; the first that raises ends it all."""
    waiting = iter(subjects)

    async def take_turns() -> None:
        for subject in waiting:
            await work(subject)

    async with asyncio.TaskGroup() as workers:
        for _ in range(at_once):
            workers.create_task(take_turns())


def _to_failure(error: Exception) -> JudgeFailure:
    return JudgeFailure(reason=FailureReason.ERROR, detail=f"{type(error).__name__}: {error}")
