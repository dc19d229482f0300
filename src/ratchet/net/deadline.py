"""Connections whose answer has to be there by a deadline, however slowly it drips in."""

import ssl
from time import monotonic
from typing import Any

import httpcore2


class TimedStream(httpcore2.NetworkStream):
    """A connection whose time-out for reading counts from the last thing sent, and not from the last byte received."""

    def __init__(self, stream: httpcore2.NetworkStream) -> None:
        self._stream = stream
        self._sent_at = monotonic()

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, timeout=_left(self._sent_at, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, timeout=timeout)
        self._sent_at = monotonic()

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        return TimedStream(self._stream.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class AsyncTimedStream(httpcore2.AsyncNetworkStream):
    """The same for an event loop."""

    def __init__(self, stream: httpcore2.AsyncNetworkStream) -> None:
        self._stream = stream
        self._sent_at = monotonic()

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return await self._stream.read(max_bytes, timeout=_left(self._sent_at, timeout))

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        await self._stream.write(buffer, timeout=timeout)
        self._sent_at = monotonic()

    async def aclose(self) -> None:
        await self._stream.aclose()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.AsyncNetworkStream:
        return AsyncTimedStream(await self._stream.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(sent_at: float, timeout_s: float | None) -> float | None:
    if timeout_s is None:
        return None
    left_s = sent_at + timeout_s - monotonic()
    if left_s <= 0:
        raise httpcore2.ReadTimeout(f"The answer was not complete after {timeout_s:g} s.")
    return left_s
