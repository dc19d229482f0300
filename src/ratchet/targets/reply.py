"""What came of asking a target about one item."""

from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from ratchet.domain.answer import AskFailure
from ratchet.domain.dataset import Item


class Continued(NamedTuple):
    """The trace, and the span of it, that a request asks its target to continue."""

    trace_id: str
    span_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer, or why there is none.

    `trace_id` is the trace that the target named, else the one that the request asked it to continue. `latency_ms` is
    how long the answer took where it was not this server that waited for it. `status_code` is that of the response.
    """

    output: Any = None
    failure: AskFailure | None = None
    detail: str = ""
    trace_id: str = ""
    latency_ms: float | None = None
    retry_after_s: float | None = None
    status_code: int | None = None


class Respondent(Protocol):
    """Whoever can be asked about items, several at once."""

    async def ask(self, item: Item, repeat: int) -> Reply:
        """What it says to an item. Never raises but when the task is cancelled or a store is away."""
        ...


def failed(failure: AskFailure, detail: str, **said: Any) -> Reply:
    """A reply that holds no answer."""
    return Reply(failure=failure, detail=detail, **said)
