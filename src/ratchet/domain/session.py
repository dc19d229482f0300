"""A session: traces that belong together, such as a conversation's."""

from typing import NamedTuple


class Session(NamedTuple):
    """A session, which is there as soon as a trace says that it belongs to it; `began` in nanoseconds since 1970."""

    id: str
    began: int
    environment: str
