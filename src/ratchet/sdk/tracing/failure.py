"""What went wrong in a step: its type, its words, how bad it is, and where it arose."""

from asyncio import CancelledError
from dataclasses import dataclass
from traceback import format_exception
from typing import TYPE_CHECKING, Any

from ratchet.sdk.tracing.api import trace
from ratchet.sdk.tracing.content import to_encodable
from ratchet.sdk.tracing.words import ERROR_TYPE, LEVEL, MESSAGE

if TYPE_CHECKING:
    from opentelemetry.trace import Span

_MESSAGE_LENGTH_MAX = 2_000


@dataclass(frozen=True, slots=True)
class Failure:
    """An error, or a warning, of a step."""

    type: str
    message: str
    level: str = "ERROR"
    where: str = ""

    @property
    def is_error(self) -> bool:
        return self.level == "ERROR"

    @property
    def words(self) -> dict[str, Any]:
        """What the trace says of it."""
        return {"error_type": self.type, "error_node": self.where or None, "error_level": self.level}


def to_failure(
    error: BaseException | str, *, type_name: str | None = None, level: str = "ERROR", where: str = ""
) -> Failure:
    """What an exception says, or a message; who was cancelled has not failed."""
    if isinstance(error, CancelledError):
        level = "WARNING"
    message = to_encodable(str(error)[:_MESSAGE_LENGTH_MAX])
    found = type_name or ("Error" if isinstance(error, str) else type(error).__qualname__)
    return Failure(found, message or found, level, where)


def mark(span: "Span", failure: Failure, raised: BaseException | None = None) -> None:
    """Write a failure to its span, with the traceback where something was raised."""
    span.set_attributes({LEVEL: failure.level, MESSAGE: failure.message, ERROR_TYPE: failure.type})
    if failure.is_error:
        if raised is not None:
            record(span, failure, raised)
        span.set_status(trace.Status(trace.StatusCode.ERROR, failure.message))


def record(span: "Span", failure: Failure, raised: BaseException) -> None:
    """Write what was raised to a span as OpenTelemetry does, in words that can be sent."""
    said = {
        "exception.type": failure.type,
        "exception.message": to_encodable(str(raised)),
        "exception.stacktrace": to_encodable("".join(format_exception(raised))),
        "exception.escaped": "False",
    }
    span.add_event("exception", said)
