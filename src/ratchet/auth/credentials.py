"""What a request shows to say who it is: the `Authorization` header, read."""

import base64
import binascii
from dataclasses import dataclass
from typing import TypeAlias

from ratchet.errors import Unauthorized

_EXPECTED = "Send `Authorization: Basic base64(<public key>:<secret key>)`, or `Bearer <secret key>`"


@dataclass(frozen=True, slots=True)
class Pair:
    """A public key and its secret, from `Basic`."""

    public_key: str
    secret_key: str


@dataclass(frozen=True, slots=True)
class Token:
    """A single key, from `Bearer`: a secret one, or a public one where that is enough."""

    value: str


Credentials: TypeAlias = Pair | Token


def parse_authorization(header: str | None) -> Credentials:
    """The credentials in a header; raises `Unauthorized` saying what to send, never repeating what was."""
    if header is None or not header.strip():
        raise Unauthorized(f"This needs a key. {_EXPECTED}; `ratchet keys create` makes one.")
    scheme, _, value = header.strip().partition(" ")
    match scheme.lower(), value.strip():
        case _, "":
            raise Unauthorized(f"The Authorization header holds no key. {_EXPECTED}.")
        case "basic", encoded:
            return _parse_pair(encoded)
        case "bearer", token:
            return Token(_readable(token))
        case _:
            raise Unauthorized(f"The Authorization header has a scheme that is not known here. {_EXPECTED}.")


def _parse_pair(encoded: str) -> Pair:
    try:
        decoded = base64.b64decode(encoded, validate=True).decode()
    except (binascii.Error, ValueError) as error:
        raise Unauthorized(f"The Authorization header is not base64 of a pair of keys. {_EXPECTED}.") from error
    public_key, colon, secret_key = _readable(decoded).partition(":")
    if not (colon and public_key and secret_key):
        raise Unauthorized(f"The Authorization header lacks one half of the pair of keys. {_EXPECTED}.")
    return Pair(public_key, secret_key)


def _readable(text: str) -> str:
    # No key has other characters, and a database may refuse them.
    if not (text.isascii() and text.isprintable()):
        raise Unauthorized(f"The Authorization header holds characters that no key has. {_EXPECTED}.")
    return text
