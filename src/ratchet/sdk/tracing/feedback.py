"""What people thought of an answer, as scores of the trace in which it was given."""

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from ratchet.errors import Invalid
from ratchet.sdk.client import AsyncClient, Client
from ratchet.sdk.connection import Connection

THUMB = "user_feedback"
_PATH = "/api/public/scores"


def send_feedback(
    trace_id: str,
    *,
    thumb: bool | None = None,
    correction: str | None = None,
    comment: str | None = None,
    user: str | None = None,
    connection: Connection | None = None,
) -> None:
    """Keep what somebody thought of an answer, with its trace.

    Args:
        trace_id: what the header `X-Trace-Id` told the browser.
        thumb: up or down: the score `user_feedback`, 1 or 0.
        correction: what the answer should have been: a score of the type CORRECTION.
        comment: why.
        user: who; the same user's next word on this answer replaces the one before.
        connection: where to; `RATCHET_URL` and the keys in the environment unless given.

    Raises:
        ratchet.errors.Invalid: there is neither a thumb nor a correction, or the server finds a value wrong.
        ratchet.errors.Unavailable: no server answers.

    """
    with Client(connection) as client:
        for score in to_scores(trace_id, thumb=thumb, correction=correction, comment=comment, user=user):
            client.post(_PATH, score)


async def send_feedback_async(
    trace_id: str,
    *,
    thumb: bool | None = None,
    correction: str | None = None,
    comment: str | None = None,
    user: str | None = None,
    connection: Connection | None = None,
) -> None:
    """As `send_feedback`, for an event loop."""
    async with AsyncClient(connection) as client:
        for score in to_scores(trace_id, thumb=thumb, correction=correction, comment=comment, user=user):
            await client.post(_PATH, score)


def to_scores(
    trace_id: str, *, thumb: bool | None, correction: str | None, comment: str | None, user: str | None
) -> list[dict[str, Any]]:
    """The scores that say so; their ids follow from trace, name and user."""
    said: list[tuple[str, str, Any]] = []
    if thumb is not None:
        said.append((THUMB, "BOOLEAN", int(thumb)))
    if correction:
        said.append(("output", "CORRECTION", correction))
    if not said:
        raise Invalid("There is no feedback: give a thumb or a correction.")
    return [
        {
            "id": str(uuid5(NAMESPACE_URL, f"{trace_id}/{name}/{user or ''}")),
            "traceId": trace_id,
            "name": name,
            "dataType": kind,
            "value": value,
            "comment": comment,
            "metadata": {"user": user} if user else None,
        }
        for name, kind, value in said
    ]
