"""Events of Langfuse's ingestion API, and what a project holds after them."""

from typing import Any
from uuid import uuid4

import httpx2
from fastapi.testclient import TestClient

from ratchet.domain.span import Span
from ratchet.domain.time import parse_time
from ratchet.store.events import EventStore

START = "2026-11-22T14:00:00.000Z"


def at(seconds: float) -> str:
    """A time so many seconds after 14:00."""
    minutes, rest = divmod(seconds, 60)
    return f"2026-11-22T{14 + int(minutes) // 60:02d}:{int(minutes) % 60:02d}:{rest:06.3f}Z"


def ns(seconds: float) -> int:
    """The same time as it is stored."""
    return parse_time(at(seconds))


def event(kind: str, seconds: float = 0, event_id: str | None = None, **body: Any) -> dict[str, Any]:
    """One event, sent so many seconds after 14:00."""
    return {"id": event_id or str(uuid4()), "type": kind, "timestamp": at(seconds), "body": body}


def send(client: TestClient, *events: Any) -> httpx2.Response:
    """The answer to a batch."""
    return client.post("/api/public/ingestion", json={"batch": list(events)})


def send_good(client: TestClient, *events: dict[str, Any]) -> None:
    """Send a batch of which every event must be taken."""
    answer = send(client, *events)
    assert answer.status_code == 207, answer.text
    assert answer.json() == {"successes": [{"id": sent["id"], "status": 201} for sent in events], "errors": []}


def refusal(client: TestClient, sent: Any) -> str:
    """Why the only event of a batch was refused."""
    answer = send(client, sent)
    assert answer.status_code == 207, answer.text
    assert answer.json()["successes"] == []
    (error,) = answer.json()["errors"]
    assert error["status"] == 400
    return error["message"]


def spans_of(events: EventStore, project: str) -> dict[str, Span]:
    """Every span of a project by its id; each must be there once."""
    rows = events.query(
        f"SELECT {', '.join(Span._fields)} FROM spans FINAL WHERE project_id = {{project:String}}", {"project": project}
    )
    spans = [Span(*row) for row in rows]
    assert len({span.span_id for span in spans}) == len(spans)
    return {span.span_id: span for span in spans}


def only_span(events: EventStore, project: str) -> Span:
    """The one span of a project."""
    (span,) = spans_of(events, project).values()
    return span
