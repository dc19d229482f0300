"""Connecting to a host: its name is looked up once, and the connection goes to an address that was allowed.

Nobody looks the name up again in between, so an answer that changes from one lookup to the next changes nothing. TLS
and the `Host` header keep the name, for both sit above this. Every connection is made here, that of a redirect too.
"""

import asyncio
from collections.abc import Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from time import monotonic
from typing import Any, cast

import httpcore2

from ratchet.net.deadline import AsyncTimedStream, TimedStream
from ratchet.net.reach import Address
from ratchet.net.refusal import AddressRefused
from ratchet.net.resolving import Resolver, check_name, choose, look_up, resolve


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How addresses are found, and which may be asked."""

    allow_private: bool
    resolver: Resolver = resolve

    def look_up(self, host: str, port: int) -> "Future[Sequence[Address]]":
        """The addresses of a host, to come."""
        check_name(host)
        return look_up(self.resolver, host, port)

    def choose(self, host: str, found: Sequence[Address]) -> Sequence[Address]:
        """Those of them that may be asked; raises `AddressRefused` when there is none."""
        return choose(host, found, allow_private=self.allow_private)


class PinnedConnections(httpcore2.NetworkBackend):
    """Opens connections to addresses that are allowed."""

    def __init__(self, way: Way) -> None:
        self._way = way
        self._inner = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        deadline = _Deadline(timeout)
        try:
            found = self._way.look_up(host, port).result(deadline.left_s())
        except OSError as error:
            raise _unknown(host, error) from error
        failed: httpcore2.ConnectError | None = None
        for address in self._way.choose(host, found):
            try:
                stream = self._inner.connect_tcp(
                    str(address), port, deadline.left_s(), local_address, socket_options or ()
                )
            except httpcore2.ConnectError as error:
                failed = error
            else:
                return TimedStream(stream)
        raise _unreachable(host, port, failed)

    def connect_unix_socket(self, path: str, *_: Any, **__: Any) -> httpcore2.NetworkStream:
        raise AddressRefused(f"{path} is a socket of this machine, and never asked.")


class AsyncPinnedConnections(httpcore2.AsyncNetworkBackend):
    """The same for an event loop."""

    def __init__(self, way: Way) -> None:
        self._way = way
        self._inner = cast("httpcore2.AsyncNetworkBackend", httpcore2.AnyIOBackend())

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        deadline = _Deadline(timeout)
        try:
            async with asyncio.timeout(deadline.left_s()):
                found = await asyncio.wrap_future(self._way.look_up(host, port))
        except OSError as error:
            raise _unknown(host, error) from error
        failed: httpcore2.ConnectError | None = None
        for address in self._way.choose(host, found):
            try:
                stream = await self._inner.connect_tcp(
                    str(address), port, deadline.left_s(), local_address, socket_options
                )
            except httpcore2.ConnectError as error:
                failed = error
            else:
                return AsyncTimedStream(stream)
        raise _unreachable(host, port, failed)

    async def connect_unix_socket(self, path: str, *_: Any, **__: Any) -> httpcore2.AsyncNetworkStream:
        raise AddressRefused(f"{path} is a socket of this machine, and never asked.")

    async def sleep(self, seconds: float) -> None:
        await self._inner.sleep(seconds)


class _Deadline:
    """One time-out for looking up and for all addresses that are tried."""

    def __init__(self, timeout_s: float | None) -> None:
        self._timeout_s = timeout_s
        self._until = None if timeout_s is None else monotonic() + timeout_s

    def left_s(self) -> float | None:
        if self._until is None:
            return None
        left_s = self._until - monotonic()
        if left_s <= 0:
            raise httpcore2.ConnectTimeout(f"No connection came about within {self._timeout_s:g} s.")
        return left_s


def _unknown(host: str, error: Exception) -> httpcore2.NetworkError | httpcore2.TimeoutException:
    if isinstance(error, TimeoutError):
        return httpcore2.ConnectTimeout(f"Looking up {host} took too long.")
    return httpcore2.ConnectError(f"{host} has no address that this machine can find: {error}")


def _unreachable(host: str, port: int, error: Exception | None) -> httpcore2.ConnectError:
    return httpcore2.ConnectError(f"{host}, port {port}, takes no connection: {error}")
