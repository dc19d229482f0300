"""Functions of an application as what is tested."""

import asyncio
import inspect
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Self

from ratchet.sdk.regression.question import Answered, NoAnswer, Question

_SHOWN = 500


class Function:
    """A function that is asked in this process: `async` in the event loop, else in a thread.

    It is called with the question's text, or with the whole `Question` where its first parameter is named `question`.
    What it returns is the answer, or an `Answered`. An exception is a failed answer.
    """

    def __init__(self, function: Callable[[Any], Any], *, at_once: int, timeout_s: float) -> None:
        self._function = function
        self._takes_question = next(iter(inspect.signature(function).parameters), "") == "question"
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix="asked")
        self._timeout_s = timeout_s

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def ask(self, question: Question) -> Answered | NoAnswer:
        """What the function says, or how it failed."""
        try:
            async with asyncio.timeout(self._timeout_s):
                said = await self._call(question if self._takes_question else question.query)
        except TimeoutError:
            return NoAnswer(f"No answer within {self._timeout_s:g} s.")
        except Exception as error:  # noqa: BLE001 - whatever an application raises is a failed answer, and is told
            return NoAnswer(f"{type(error).__name__}: {error}"[:_SHOWN])
        return said if isinstance(said, Answered) else Answered(output=said)

    async def _call(self, asked: Any) -> Any:
        if inspect.iscoroutinefunction(self._function):
            return await self._function(asked)
        said = await asyncio.get_running_loop().run_in_executor(self._threads, self._function, asked)
        return await said if inspect.isawaitable(said) else said
