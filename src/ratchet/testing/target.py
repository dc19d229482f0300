"""A chat application for tests: a real endpoint on this machine that answers as its script says.

`with running_target(script=lambda asked: Said({"answer": "42"})) as target: ... target.asked`
"""

import asyncio
import json
import threading
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ratchet.testing.serving import serving


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, as it was sent; names of headers in small letters."""

    path: str
    body: Any
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Said:
    """What the application sends back: a value as JSON, or a text of some media type, after a while."""

    value: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    text: str | None = None
    media_type: str = "application/json"
    delay_s: float = 0.0


Script: TypeAlias = Callable[[Asked], Said]


class TargetApp:
    """An application that runs: where it is, and what it was asked so far."""

    def __init__(self, script: Script) -> None:
        self.url = ""
        self.asked: list[Asked] = []
        self.pause_s = 0.0
        """How long it thinks about each answer, beside what the script says."""
        self.before: Callable[[], object] = lambda: None
        """Called with every request, once it is in `asked`."""
        self._script = script
        self._turn = threading.Lock()

    def answer(self, asked: Asked) -> Said:
        """What the script says, one request after the other."""
        with self._turn:
            self.asked.append(asked)
            self.before()
            return self._script(asked)


@contextmanager
def running_target(script: Script | None = None, *, port: int = 0) -> Generator[TargetApp]:
    """An application on a port of this machine, ready; ended when the block is. It repeats what it is asked."""
    app = TargetApp(script or (lambda asked: Said({"answer": (asked.body or {}).get("query", "")})))
    with serving(create_target(app), port) as url:
        app.url = f"{url}/chat"
        yield app


def create_target(app: TargetApp) -> Starlette:
    """The application as an ASGI application: every path answers."""

    async def answer(request: Request) -> Response:
        body = await request.body()
        said = app.answer(Asked(request.url.path, json.loads(body) if body else None, dict(request.headers)))
        await asyncio.sleep(said.delay_s + app.pause_s)
        text = json.dumps(said.value) if said.text is None else said.text
        return Response(text, said.status, dict(said.headers), media_type=said.media_type)

    return Starlette(routes=[Route("/{path:path}", answer, methods=["GET", "POST", "PUT", "PATCH"])])
