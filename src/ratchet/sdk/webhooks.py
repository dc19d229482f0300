"""Messages of a webhook channel: signed where they leave, checked where they arrive."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from time import time
from typing import Any

from ratchet.errors import Invalid, Unauthorized

SIGNATURE_HEADER = "Ratchet-Signature"
TIMESTAMP_HEADER = "Ratchet-Timestamp"
ID_HEADER = "Ratchet-Id"


def sign(secret: str, body: bytes, timestamp: int) -> str:
    """The value of `Ratchet-Signature` for a body that is sent at a time, in seconds since 1970."""
    return f"t={timestamp},v1={_mac(secret, body, str(timestamp))}"


def verify_webhook(
    body: bytes, headers: Mapping[str, str], secret: str, *, tolerance_s: float = 300.0, now: float | None = None
) -> dict[str, Any]:
    """The message of a webhook, if it comes from a server that knows the secret.

    Args:
        body: the request's body, byte for byte as it came.
        headers: the request's headers; their case does not matter.
        secret: the signing secret of the channel.
        tolerance_s: how old it may be, or how far a clock may be ahead, in seconds. 0 accepts any age.
        now: seconds since 1970; the clock's unless given.

    Returns the message: `id` (the same for every repeat), `type`, `alert`, and more. Raises `errors.Unauthorized` when
    the signature is missing, wrong or too old, `errors.Invalid` when the body is none of ours. The signature is an
    HMAC-SHA256 (RFC 2104) over the timestamp, a dot and the body, and is compared in constant time.

    """
    given = next((value for name, value in headers.items() if name.lower() == SIGNATURE_HEADER.lower()), "")
    parts = [part.strip().partition("=") for part in given.split(",")]
    timestamp = next((value for name, _, value in parts if name == "t"), "")
    expected = _mac(secret, body, timestamp).encode()
    said = [value.encode() for name, _, value in parts if name == "v1"]
    if not any([hmac.compare_digest(expected, one) for one in said]):  # noqa: C419 - all of them, in constant time
        raise Unauthorized(f"{SIGNATURE_HEADER} is missing, or made with another secret.")
    _check_age(timestamp, tolerance_s, time() if now is None else now)
    return _parse(body)


def _mac(secret: str, body: bytes, timestamp: str) -> str:
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def _check_age(timestamp: str, tolerance_s: float, now: float) -> None:
    age_s = abs(now - int(timestamp))  # it is signed, so it is a number
    if tolerance_s and age_s > tolerance_s:
        raise Unauthorized(f"The message was signed {age_s:.0f} s ago or ahead, and {tolerance_s:g} s are tolerated.")


def _parse(body: bytes) -> dict[str, Any]:
    try:
        message: Any = json.loads(body)
    except ValueError as error:
        raise Invalid(f"The body is no JSON: {error}") from error
    if not isinstance(message, dict) or "id" not in message:
        raise Invalid("The body is no message of a webhook channel.")
    return message
