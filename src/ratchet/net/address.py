"""Checking an address where it is typed in, so that its author hears at once what a client would refuse later."""

import httpx2

from ratchet.errors import Invalid
from ratchet.net.connecting import Way
from ratchet.net.refusal import AddressRefused
from ratchet.net.resolving import Resolver, resolve

_LENGTH_MAX = 2000
_PATIENCE_S = 2.0
_PORTS = {"http": 80, "https": 443}


def check_url(url: str, *, allow_private: bool, field: str = "url", resolver: Resolver = resolve) -> None:
    """Raise `Invalid`, naming the field, for what is no address or one that a client of `ratchet.net` would refuse.

    A name that nobody knows now may be known later, so it passes; the client checks it again with each connection.
    """
    parsed = _parse(url, field)
    way = Way(allow_private=allow_private, resolver=resolver)
    try:
        _check_place(parsed.host, parsed.port or _PORTS[parsed.scheme], way)
    except AddressRefused as refused:
        raise _wrong(field, str(refused)) from refused


def _check_place(host: str, port: int, way: Way) -> None:
    try:
        found = way.look_up(host, port).result(_PATIENCE_S)
    except OSError:  # a time-out is one too
        return
    way.choose(host, found)


def _parse(url: str, field: str) -> httpx2.URL:
    if len(url) > _LENGTH_MAX:
        raise _wrong(field, f"An address is at most {_LENGTH_MAX} letters long")
    try:
        parsed = httpx2.URL(url)
    except httpx2.InvalidURL as error:
        raise _wrong(field, f"This is no address: {error}") from error
    if parsed.scheme not in _PORTS or not parsed.host:
        raise _wrong(field, "This is an address such as https://api.example.com/v1")
    if parsed.port is not None and not 0 < parsed.port < 2**16:
        raise _wrong(field, f"A port is between 1 and 65535, not {parsed.port}")
    return parsed


def _wrong(field: str, message: str) -> Invalid:
    return Invalid(f"{field}: {message}", details={"fields": [{"field": field, "message": message}]})
