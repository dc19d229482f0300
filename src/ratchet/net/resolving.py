"""Finding the addresses behind a host, in bounded time, and choosing those that may be asked."""

import socket
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from ipaddress import ip_address
from typing import TypeAlias

from ratchet.net.reach import Address, Reach, reach_of
from ratchet.net.refusal import AddressRefused

Resolver: TypeAlias = Callable[[str, int], Sequence[Address]]
"""Gives the addresses of a host and a port; raises `OSError` when there are none."""

# Whoever wants more lookups at once than this waits in line.
_AT_ONCE_MAX = 16
# The addresses of one host that are tried, one after the other.
_TRIED_MAX = 4

_METADATA_NAMES = frozenset({"metadata", "metadata.google.internal", "metadata.goog", "instance-data"})


def resolve(host: str, port: int) -> Sequence[Address]:
    """The addresses as the system finds them, which knows every notation there is: 127.1, 0x7f000001, 2130706433."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:
        raise OSError(f"{host!r} is no name of a host") from error
    return list(dict.fromkeys(ip_address(str(place[0])) for *_, place in found))


def look_up(resolver: Resolver, host: str, port: int) -> Future[Sequence[Address]]:
    """The addresses to come: a lookup cannot be broken off, so whoever waits can stop waiting."""
    return _lookups().submit(resolver, host, port)


def choose(host: str, found: Sequence[Address], *, allow_private: bool) -> Sequence[Address]:
    """The addresses among those found that may be asked; raises `AddressRefused` when there is none."""
    reaches = {address: reach_of(address) for address in found}
    wanted = (Reach.PUBLIC, Reach.PRIVATE) if allow_private else (Reach.PUBLIC,)
    allowed = [address for address, reach in reaches.items() if reach in wanted]
    if not allowed:
        raise AddressRefused(_say_why(host, reaches))
    return allowed[:_TRIED_MAX]


def check_name(host: str) -> None:
    """Raise `AddressRefused` for a name that clouds give to their metadata, whatever it leads to from here."""
    if host.rstrip(".").lower() in _METADATA_NAMES:
        raise AddressRefused(f"{host} is a cloud's metadata, and never asked. Name another address.")


def _say_why(host: str, reaches: Mapping[Address, Reach]) -> str:
    address = next(iter(reaches), None)
    place = host if host == str(address) else f"{host} ({address})"
    if Reach.PRIVATE in reaches.values():
        return f"{place} is in a private network, and this may not go there. Name a public address."
    return f"{place} is link-local, a cloud's metadata or reserved, and never asked. Name another address."


@cache
def _lookups() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_AT_ONCE_MAX, thread_name_prefix="lookups")
