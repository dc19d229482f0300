"""Receivers of messages for tests: real endpoints on this machine that keep what comes, and fail when they are told to.

with running_webhook() as hook:
    hook.outage = Verdict(503)       # from now on it is down
    ...
    hook.outage = None               # and back
    hook.wait_for(3)                 # until it has taken three
"""

import asyncio
import json
import threading
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ratchet.testing.serving import serving

WITHIN_S = 60.0
_POLL_S = 0.02


@dataclass(frozen=True, slots=True)
class Delivery:
    """One request, as it came; names of headers in small letters."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def message(self) -> Any:
        """The body as JSON; raises `ValueError` when it is none."""
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a receiver answers: a text, or a value as JSON. One that `hangs` answers once the outage is over."""

    status: int = 200
    text: str = "ok"
    value: Any = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    hangs: bool = False


Judge: TypeAlias = Callable[[Delivery], Verdict]


class Receiver:
    """An endpoint that runs: where it is, everything that came, and what of it was taken."""

    def __init__(self, judge: Judge) -> None:
        self.url = ""
        self.came: list[Delivery] = []
        self.taken: list[Delivery] = []
        self.outage: Verdict | Judge | None = None
        """While this is set, it is what everybody gets, or who says what they get."""
        self._judge = judge
        self._changed = threading.Condition()

    @property
    def messages(self) -> Sequence[Any]:
        """What was taken, as JSON."""
        return [delivery.message for delivery in self.taken]

    def judge(self, delivery: Delivery) -> Verdict:
        """Keep what came, and say what becomes of it."""
        outage = self.outage or self._judge
        verdict = outage if isinstance(outage, Verdict) else outage(delivery)
        with self._changed:
            self.came.append(delivery)
            if 200 <= verdict.status < 300 and not verdict.hangs:
                self.taken.append(delivery)
            self._changed.notify_all()
        return verdict

    def wait_for(self, count: int, within_s: float = WITHIN_S) -> Sequence[Any]:
        """Return the messages once so many were taken; raises `TimeoutError` when they do not come."""
        self._wait(lambda: len(self.taken) >= count, within_s)
        return self.messages

    def wait_for_attempts(self, count: int, within_s: float = WITHIN_S) -> Sequence[Delivery]:
        """Return what came, taken or not, once it is so much; raises `TimeoutError` when it does not come."""
        self._wait(lambda: len(self.came) >= count, within_s)
        return list(self.came)

    def _wait(self, is_enough: Callable[[], bool], within_s: float) -> None:
        with self._changed:
            if not self._changed.wait_for(is_enough, within_s):
                raise TimeoutError(
                    f"{len(self.came)} messages came and {len(self.taken)} were taken in {within_s:g} s."
                )


@contextmanager
def receiving(receiver: Receiver, path: str = "", *, port: int = 0) -> Generator[None]:
    """Let a receiver listen on a port of this machine, at some path, as long as the block runs."""
    with serving(create_receiver(receiver), port) as url:
        receiver.url = url + path
        yield


def create_receiver(receiver: Receiver) -> Starlette:
    """The receiver as an ASGI application: every path answers."""

    async def answer(request: Request) -> Response:
        body = await request.body()
        verdict = receiver.judge(Delivery(request.method, request.url.path, dict(request.headers), body))
        while verdict.hangs and receiver.outage is verdict and not await request.is_disconnected():
            await asyncio.sleep(_POLL_S)
        is_json = verdict.value is not None
        text = json.dumps(verdict.value) if is_json else verdict.text
        kind = "application/json" if is_json else "text/plain"
        return Response(text, verdict.status, dict(verdict.headers), media_type=kind)

    return Starlette(routes=[Route("/{path:path}", answer, methods=["GET", "POST", "PUT"])])
