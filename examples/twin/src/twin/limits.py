"""A bound on what is read of a request."""

import json

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from twin.errors import TooLarge


class BodyLimit:
    """Answers 413 to a body that is too large, when it says so or as soon as it is; nobody keeps the rest in memory."""

    def __init__(self, app: ASGIApp, *, size_bytes_max: int) -> None:
        self._app = app
        self._size_bytes_max = size_bytes_max

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        said = dict(scope["headers"]).get(b"content-length", b"0")
        if said.isdigit() and int(said) > self._size_bytes_max:
            await self._refuse(send)
            return
        seen = 0

        async def receive_within() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self._size_bytes_max:
                raise TooLarge(self._why())
            return message

        await self._app(scope, receive_within, send)

    async def _refuse(self, send: Send) -> None:
        body = json.dumps({"code": TooLarge.code, "message": self._why(), "trace_id": "", "details": []}).encode()
        headers = [(b"content-type", b"application/json"), (b"connection", b"close")]
        await send({"type": "http.response.start", "status": TooLarge.status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    def _why(self) -> str:
        return f"A request has at most {self._size_bytes_max:,} bytes."
