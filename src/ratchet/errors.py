"""Everything that Ratchet raises on purpose.

    RatchetError
    ├── Invalid        400  the request cannot be understood; names the field
    ├── Unauthorized   401  no key, or one that is unknown or revoked
    ├── Forbidden      403  a good key, but not for this
    ├── NotFound       404  no such thing in this project
    ├── Conflict       409  it contradicts what is stored
    ├── TooLarge       413  over a stated limit
    ├── Unprocessable  422  well-formed, but a value is out of range; names the field
    ├── Busy           429  a bounded queue is full; try again after `retry_after_s`
    └── Unavailable    503  a store or a service that is needed does not answer

Code raises by meaning; only `ratchet.http` knows the numbers.
"""

from collections.abc import Mapping
from typing import Any


class RatchetError(Exception):
    """An error whose message says what is wrong, with which value, and what to do."""

    code = "error"

    def __init__(self, message: str, *, details: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.details = dict(details or {})


class Invalid(RatchetError):
    """The request cannot be understood."""

    code = "invalid"


class Unauthorized(RatchetError):
    """No key, or one that is unknown or revoked."""

    code = "unauthorized"


class Forbidden(RatchetError):
    """A good key, but not for this."""

    code = "forbidden"


class NotFound(RatchetError):
    """No such thing in this project."""

    code = "not_found"


class Conflict(RatchetError):
    """It contradicts what is stored."""

    code = "conflict"


class TooLarge(RatchetError):
    """Over a stated limit."""

    code = "too_large"


class Unprocessable(RatchetError):
    """Well-formed, but a value is out of range."""

    code = "unprocessable"


class Busy(RatchetError):
    """A bounded queue is full."""

    code = "busy"

    def __init__(self, message: str, *, retry_after_s: int = 1) -> None:
        super().__init__(message, details={"retry_after_s": retry_after_s})
        self.retry_after_s = retry_after_s


class Unavailable(RatchetError):
    """A store or a service that is needed does not answer."""

    code = "unavailable"
