"""Requests of an ASGI application as traces: FastAPI, Starlette, Django, Litestar, Quart."""

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any, TypeAlias

from ratchet.sdk.tracing.api import context
from ratchet.sdk.tracing.frameworks import find_asgi_route, listen_to_frameworks
from ratchet.sdk.tracing.request import Choices, Headers, Request, begin_request

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
ASGIApp: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]

_MARK = "ratchet.is_traced"
_LAST = ("http.response.body", "http.response.pathsend", "http.response.zerocopysend")


class TracedASGI:
    """An ASGI application each of whose requests is a trace: `app.add_middleware(TracedASGI)`, or `TracedASGI(app)`.

    Args:
        app: the application.
        skip: paths that are not traced, such as `/healthz`.
        trust_traceparent: whether a request may join the trace that its `traceparent` names; or a function of its
            headers (names in small letters). Strangers could write into any trace, so nobody may unless said.
        words: what is said of every trace, as `tag_trace` takes it: `release="2.4.0"`.

    Requests that are no HTTP pass untouched. Raises nothing of its own, and never changes an answer but for the
    headers `X-Trace-Id` and `traceparent`.

    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        skip: Iterable[str] = (),
        trust_traceparent: bool | Callable[[Headers], bool] = False,
        **words: Any,
    ) -> None:
        self.app = app
        self._choices = Choices(frozenset(skip), trust_traceparent, words)
        listen_to_frameworks()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = self._begin(scope)
        if request is None:
            await self.app(scope, receive, send)
            return
        exchange = _Exchange(request, scope, receive, send)
        token = context.attach(request.within)
        try:
            await self.app(scope, exchange.receive, exchange.send)
        except BaseException as error:
            request.fail(error)
            raise
        finally:
            context.detach(token)
            exchange.end()

    def _begin(self, scope: Scope) -> Request | None:
        if scope["type"] != "http" or _MARK in scope:
            return None
        scope[_MARK] = True
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        return begin_request(scope["method"], scope["path"], headers, self._choices)


class _Exchange:
    """What goes to and fro between an application and its server."""

    __slots__ = ("_has_left", "_receive", "_request", "_scope", "_send")

    def __init__(self, request: Request, scope: Scope, receive: Receive, send: Send) -> None:
        self._request = request
        self._scope = scope
        self._receive = receive
        self._send = send
        self._has_left = False

    async def receive(self) -> Message:
        """The next message, noticing that the client has gone."""
        message = await self._receive()
        if message["type"] == "http.disconnect":
            self._has_left = True
        return message

    async def send(self, message: Message) -> None:
        """Pass a message on, with our headers; after the last byte the span ends."""
        if message["type"] == "http.response.start":
            message = {**message, "headers": self._with_ours(message)}
        await self._send(message)
        if message["type"] in _LAST and not message.get("more_body", False):
            self._has_left = False
            self._request.complete()
            if not self._request.has_failed:  # what is behind a failure is raised after its answer was sent
                self.end()

    def end(self) -> None:
        """End the span, if the last byte has not."""
        if self._request.route is None:
            self._request.route = find_asgi_route(self._scope)
        self._request.end(is_complete=not self._has_left)

    def _with_ours(self, message: Message) -> list[tuple[bytes, bytes]]:
        given = list(message.get("headers", ()))
        told = self._request.respond(
            message["status"], ((name.decode("latin-1"), value.decode("latin-1")) for name, value in given)
        )
        return [*given, *((name.lower().encode(), value.encode()) for name, value in told)]
