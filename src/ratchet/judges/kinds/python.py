"""Python: a function of one's own."""

import asyncio
import inspect
import math
import threading
from collections.abc import Awaitable, Callable
from typing import Annotated, Any, cast

from pydantic import AfterValidator, Field

from ratchet.domain.judge import NotApplicable, Outcome, Verdict
from ratchet.judges.kinds.kind import Kind, Parameters
from ratchet.judges.subject import Subject
from ratchet.sdk.judging import registered_judges

# Functions that never come back keep their threads; when as many hang, the others wait, and fail in time.
_THREADS = threading.BoundedSemaphore(16)


def _check_registered(name: str) -> str:
    known = registered_judges()
    if name not in known:
        there_are = f"Registered are: {', '.join(known)}." if known else "None is registered."
        raise ValueError(f"No function is registered as the judge {name!r}. {there_are}")
    return name


class PythonParameters(Parameters):
    """Which function, what else it is given by name, and how long it may take."""

    function: Annotated[str, AfterValidator(_check_registered)] = Field(
        description="The name under which a function is registered: @ratchet.judge, or an entry point of ratchet.judges"
    )
    arguments: dict[str, Any] = {}
    timeout_s: float = Field(10.0, gt=0, le=120)


class Python(Kind[PythonParameters]):
    """Asks a function in a thread of its own, so that a slow one holds up nobody else."""

    name = "python"
    title = "Python function"
    summary = "What a function of yours says; it is registered where the server runs."
    parameters_type = PythonParameters

    async def judge(self, subject: Subject) -> Outcome:
        function = registered_judges()[self.parameters.function].function
        async with asyncio.timeout(self.parameters.timeout_s):
            if inspect.iscoroutinefunction(function):
                said = await function(subject, **self.parameters.arguments)
            else:
                said = await _in_thread(lambda: function(subject, **self.parameters.arguments))
        return _to_outcome(said)

    def _read_code(self) -> str:
        function = inspect.unwrap(registered_judges()[self.parameters.function].function)
        try:
            return inspect.getsource(inspect.getmodule(function) or function)
        except (OSError, TypeError):  # made where no file holds its source
            return f"{function.__module__}.{function.__qualname__}"


def _in_thread(work: Callable[[], Any]) -> Awaitable[Any]:
    """What work gives, done in a thread that is left alone when nobody waits for it any more."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[Any] = loop.create_future()

    def settle(result: Any, error: BaseException | None) -> None:
        if done.cancelled():
            return
        done.set_exception(error) if error is not None else done.set_result(result)

    def run() -> None:
        with _THREADS:
            result, error = None, None
            try:
                result = work()
            except Exception as raised:  # noqa: BLE001 a judge may raise anything; who waits is told
                error = raised
        if not loop.is_closed():
            loop.call_soon_threadsafe(settle, result, error)

    threading.Thread(target=run, name="python-judge", daemon=True).start()
    return done


def _to_outcome(said: Any) -> Outcome:
    match said:
        case None:
            return NotApplicable("The function says that there is nothing to judge.")
        case Verdict() | NotApplicable():
            return said
        case bool() | str():
            return Verdict(value=said)
        case int() | float() if math.isfinite(said):
            return Verdict(value=float(said))
        case tuple() | list() if said and all(isinstance(one, Verdict) for one in cast(list[Any], said)):
            return tuple(cast(list[Verdict], said))
        case _:
            message = f"It answered {said!r:.200}; a judge answers with a number, a truth, a text, a Verdict or None."
            raise TypeError(message)
