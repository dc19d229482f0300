"""Routes whose bodies are JSON of a limited size, declared as FastAPI has it."""

from collections.abc import Callable, Coroutine
from typing import Any

import orjson
from fastapi import Request, Response

from ratchet.errors import Invalid
from ratchet.http.body import read_body
from ratchet.http.shapes import ShapedRoute
from ratchet.http.state import get_settings


class BoundedRoute(ShapedRoute):
    """A route that reads its body, plain or compressed, up to the server's limit, before anything is made of it."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def bounded(request: Request) -> Response:
            body = await read_body(request, get_settings(request).body_size_bytes_max)
            _check_json(body)

            async def replay() -> dict[str, Any]:
                return {"type": "http.request", "body": body, "more_body": False}

            return await handle(Request(request.scope, replay))

        return bounded


def _check_json(body: bytes) -> None:
    """Refuse what is no JSON by the book: NaN, half an emoji, values nested without end."""
    try:
        orjson.loads(body or b"null")
    except orjson.JSONDecodeError as error:
        raise Invalid(f"The body is no JSON: {error.msg} at character {error.pos + 1}.") from error
