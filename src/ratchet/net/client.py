"""HTTP clients for addresses that people typed in.

They go to public addresses alone unless private ones are allowed too, follow no redirect unless asked (and then check
every hop), read bounded answers in bounded time, and ask no proxy: a proxy would look names up for itself.
"""

import ssl
from functools import cache
from typing import cast

import httpcore2
import httpx2

from ratchet.net.body import AsyncBoundedBody, BoundedBody, check_unpacked
from ratchet.net.connecting import AsyncPinnedConnections, PinnedConnections, Way
from ratchet.net.refusal import AnswerRefused
from ratchet.net.resolving import Resolver, resolve

_AT_ONCE_MAX = 100
_KEPT_MAX = 20
_KEPT_S = 5.0


def open_client(*, allow_private: bool, timeout_s: float, max_body: int, resolver: Resolver = resolve) -> httpx2.Client:
    """A client for what people typed in; its errors are `httpx2.HTTPError`, `AddressRefused` among them.

    `timeout_s` is for connecting, and again for the whole answer. `max_body` is in bytes.
    """
    transport = _Transport(Way(allow_private=allow_private, resolver=resolver), max_body)
    return httpx2.Client(transport=transport, timeout=timeout_s, trust_env=False)


def open_async_client(
    *, allow_private: bool, timeout_s: float, max_body: int, resolver: Resolver = resolve
) -> httpx2.AsyncClient:
    """The same client for an event loop."""
    transport = _AsyncTransport(Way(allow_private=allow_private, resolver=resolver), max_body)
    return httpx2.AsyncClient(transport=transport, timeout=timeout_s, trust_env=False)


class _Transport(httpx2.HTTPTransport):
    def __init__(self, way: Way, size_bytes_max: int) -> None:
        # Not the parent's: without this pool there is none, so that no connection can be made another way.
        self._pool = httpcore2.ConnectionPool(
            ssl_context=_tls(),
            max_connections=_AT_ONCE_MAX,
            max_keepalive_connections=_KEPT_MAX,
            keepalive_expiry=_KEPT_S,
            network_backend=PinnedConnections(way),
        )
        self._size_bytes_max = size_bytes_max

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        request.headers["Accept-Encoding"] = "identity"
        response = super().handle_request(request)
        body = cast("httpx2.SyncByteStream", response.stream)
        try:
            check_unpacked(response)
        except AnswerRefused:
            body.close()
            raise
        response.stream = BoundedBody(body, self._size_bytes_max)
        return response


class _AsyncTransport(httpx2.AsyncHTTPTransport):
    def __init__(self, way: Way, size_bytes_max: int) -> None:
        self._pool = httpcore2.AsyncConnectionPool(
            ssl_context=_tls(),
            max_connections=_AT_ONCE_MAX,
            max_keepalive_connections=_KEPT_MAX,
            keepalive_expiry=_KEPT_S,
            network_backend=AsyncPinnedConnections(way),
        )
        self._size_bytes_max = size_bytes_max

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        request.headers["Accept-Encoding"] = "identity"
        response = await super().handle_async_request(request)
        body = cast("httpx2.AsyncByteStream", response.stream)
        try:
            check_unpacked(response)
        except AnswerRefused:
            await body.aclose()
            raise
        response.stream = AsyncBoundedBody(body, self._size_bytes_max)
        return response


@cache
def _tls() -> ssl.SSLContext:
    return httpx2.create_ssl_context()
