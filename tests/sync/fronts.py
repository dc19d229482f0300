"""Servers that are another's in front of it: they hide some of its routes, and are busy now and then."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager

import httpx2
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ratchet.testing.server import Server
from ratchet.testing.serving import serving

# What Langfuse's version 4 no longer shows.
LEGACY = ("/api/public/traces", "/api/public/observations", "/api/public/sessions", "/api/public/v2/scores")
RUNS = "/runs"
# What only a Ratchet has.
OWN = ("/admin/",)


@contextmanager
def front_of(server: Server, *, hidden: Sequence[str] = (), busy_every: int = 0) -> Generator[str]:
    """The address of a front: paths that begin with, or hold, what is hidden are not found there.

    Every so many requests, one is refused because the front is busy; alternately with a time to wait and without.
    """
    passed = httpx2.Client(base_url=server.url, timeout=60)
    counted = iter(range(1, 1_000_000))

    def answer(request: Request, body: bytes) -> Response:
        number = next(counted)
        if busy_every and number % busy_every == 0:
            headers = {"Retry-After": "0"} if number % 2 else {}
            return JSONResponse({"message": "busy"}, status_code=429 if number % 2 else 503, headers=headers)
        path = request.scope["raw_path"].decode()
        if any(part in path for part in hidden):
            return JSONResponse({"message": "Not found", "error": "LangfuseNotFoundError"}, status_code=404)
        kept = ("authorization", "content-type", "accept")
        headers = {name: value for name, value in request.headers.items() if name in kept}
        found = passed.request(request.method, f"{path}?{request.url.query}", content=body, headers=headers)
        return Response(found.content, found.status_code, media_type=found.headers.get("content-type"))

    async def pass_on(request: Request) -> Response:
        return answer(request, await request.body())

    methods = ["GET", "POST", "PUT", "PATCH", "DELETE"]
    with passed, serving(Starlette(routes=[Route("/{path:path}", pass_on, methods=methods)])) as url:
        yield url
