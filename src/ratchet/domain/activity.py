"""What the traces of one user, or of one session, come to."""

from enum import StrEnum
from typing import NamedTuple


class Actor(StrEnum):
    """Whose traces are put together."""

    USER = "user"
    SESSION = "session"


class Activity(NamedTuple):
    """The traces of a user or a session within a window; times in nanoseconds since 1970.

    `others` is how many sessions a user had, or how many users a session.
    """

    id: str
    traces: int
    failed: int
    others: int
    total_tokens: int
    cost_usd: float
    first_at: int
    last_at: int
