import base64
import hashlib
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from ratchet.errors import NotFound
from ratchet.server.stores import Stores
from ratchet.store.records.media import read_media

NOON = "2026-11-20T12:00:00.000Z"


@pytest.fixture
def send(client: TestClient) -> Callable[..., None]:
    """Send events as Langfuse's second SDK does; each must be taken."""

    def send_events(*events: tuple[str, dict[str, Any]]) -> None:
        batch = [{"id": str(uuid4()), "timestamp": NOON, "type": kind, "body": body} for kind, body in events]
        answer = client.post("/api/public/ingestion", json={"batch": batch})
        assert answer.status_code == 207
        assert not answer.json()["errors"]

    return send_events


@pytest.fixture
def write_trace(send: Callable[..., None]) -> Callable[[str], None]:
    """A trace with a span, a generation within it and a score of each, in a session."""

    def write(trace_id: str) -> None:
        of_trace = {"traceId": trace_id, "startTime": NOON}
        send(
            ("trace-create", {"id": trace_id, "timestamp": NOON, "name": "chat", "sessionId": f"{trace_id}-session"}),
            ("span-create", {**of_trace, "id": f"{trace_id}-span", "name": "root", "input": "a secret"}),
            ("generation-create", {**of_trace, "id": f"{trace_id}-call", "parentObservationId": f"{trace_id}-span"}),
            ("score-create", {"id": f"{trace_id}-s1", "traceId": trace_id, "name": "good", "value": 1}),
            (
                "score-create",
                {
                    "id": f"{trace_id}-s2",
                    "traceId": trace_id,
                    "observationId": f"{trace_id}-call",
                    "name": "ok",
                    "value": 0,
                },
            ),
            (
                "score-create",
                {"id": f"{trace_id}-s3", "sessionId": f"{trace_id}-session", "name": "session", "value": 1},
            ),
        )

    return write


@pytest.fixture
def status(client: TestClient) -> Callable[[str], int]:
    """The status of a GET under /api/public."""
    return lambda path: client.get(f"/api/public/{path}").status_code


def ids_of(client: TestClient, path: str, key: str = "id") -> set[str]:
    return {row[key] for row in client.get(f"/api/public/{path}").json()["data"]}


def test_a_deleted_trace_is_gone_from_every_read(
    client: TestClient, write_trace: Callable[[str], None], status: Callable[[str], int]
) -> None:
    write_trace("gone")
    write_trace("stays")
    answer = client.delete("/api/public/traces/gone")
    assert answer.status_code == 200
    assert answer.json() == {"message": "Trace deleted successfully"}
    for path in ("traces/gone", "observations/gone-span", "observations/gone-call", "sessions/gone-session"):
        assert status(path) == 404
        assert status(path.replace("gone", "stays")) == 200
    assert ids_of(client, "traces") == {"stays"}
    assert ids_of(client, "observations") == {"stays-span", "stays-call"}
    assert ids_of(client, "v2/observations?fields=core") == {"stays-span", "stays-call"}
    assert ids_of(client, "sessions") == {"stays-session"}


def test_its_scores_go_and_those_of_its_session_stay(
    client: TestClient, write_trace: Callable[[str], None], status: Callable[[str], int]
) -> None:
    write_trace("gone")
    client.delete("/api/public/traces/gone")
    assert [status(f"v2/scores/gone-s{number}") for number in (1, 2, 3)] == [404, 404, 200]
    assert ids_of(client, "v3/scores") == {"gone-s3"}


def test_what_was_said_before_is_forgotten(
    client: TestClient, write_trace: Callable[[str], None], send: Callable[..., None]
) -> None:
    write_trace("t")
    client.delete("/api/public/traces/t")
    send(
        ("trace-create", {"id": "t", "timestamp": NOON, "tags": ["new"]}),
        ("span-update", {"id": "t-span", "traceId": "t", "output": "late"}),
    )
    trace = client.get("/api/public/traces/t").json()
    assert trace["name"] is None
    assert trace["sessionId"] is None
    assert trace["tags"] == ["new"]
    [span] = trace["observations"]
    assert (span["name"], span["input"], span["output"]) == (None, None, "late")


def test_many_are_deleted_at_once(client: TestClient, write_trace: Callable[[str], None]) -> None:
    for trace_id in ("a", "b", "c"):
        write_trace(trace_id)
    answer = client.request("DELETE", "/api/public/traces", json={"traceIds": ["a", "b", "a", "unknown"]})
    assert answer.status_code == 200
    assert answer.json() == {"message": "2 of 3 traces were there and are deleted"}
    assert ids_of(client, "traces") == {"c"}


def test_a_trace_that_is_not_there_is_not_found(client: TestClient) -> None:
    answer = client.delete("/api/public/traces/unknown")
    assert answer.status_code == 404
    assert answer.json()["message"] == "Trace unknown not found within authorized project"


def test_scores_of_a_trace_that_never_came_can_be_deleted_by_it(client: TestClient, send: Callable[..., None]) -> None:
    send(("score-create", {"id": "s", "traceId": "never came", "name": "n", "value": 1}))
    assert client.delete("/api/public/traces/never%20came").status_code == 200
    assert ids_of(client, "v3/scores") == set()


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "traceIds"),
        ({"traceIds": []}, "traceIds"),
        ({"traceIds": "t"}, "traceIds"),
        ({"traceIds": [""]}, "traceIds.0"),
        ({"traceIds": [7]}, "traceIds.0"),
        ({"traceIds": ["t"] * 1001}, "traceIds"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_list_that_is_none_is_refused(client: TestClient, body: Any, field: str) -> None:
    answer = client.request("DELETE", "/api/public/traces", json=body)
    assert answer.status_code == 400
    assert answer.json()["error"][0]["field"] == field


def test_comments_and_places_in_queues_go_with_it(
    client: TestClient, write_trace: Callable[[str], None], project: str
) -> None:
    write_trace("gone")
    write_trace("stays")
    for trace_id in ("gone", "stays"):
        for object_type, object_id in (("TRACE", trace_id), ("OBSERVATION", f"{trace_id}-call")):
            comment = {"projectId": project, "objectType": object_type, "objectId": object_id, "content": "hm"}
            assert client.post("/api/public/comments", json=comment).status_code == 200
    client.delete("/api/public/traces/gone")
    assert ids_of(client, "comments", "objectId") == {"stays", "stays-call"}


def test_media_that_nothing_else_refers_to_go_with_it(
    client: TestClient, write_trace: Callable[[str], None], stores: Stores, project: str
) -> None:
    write_trace("gone")
    write_trace("stays")
    alone, shared = upload(client, b"alone", "gone"), upload(client, b"shared", "gone")
    assert upload(client, b"shared", "stays") == shared
    media = read_media(stores.records, project, alone)
    assert media is not None
    client.delete("/api/public/traces/gone")
    assert [client.get(f"/api/public/media/{media_id}").status_code for media_id in (alone, shared)] == [404, 200]
    with pytest.raises(NotFound):
        stores.blobs.read(str(media.blob), 0, 1)
    client.delete("/api/public/traces/stays")
    assert client.get(f"/api/public/media/{shared}").status_code == 404


def upload(client: TestClient, content: bytes, trace_id: str) -> str:
    """Give a trace media, and tell their id."""
    digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
    announcement = {"contentType": "image/png", "contentLength": len(content), "sha256Hash": digest, "field": "input"}
    announced = client.post("/api/public/media", json={**announcement, "traceId": trace_id}).json()
    if announced["uploadUrl"]:
        assert client.put(announced["uploadUrl"], content=content).status_code == 200
    return announced["mediaId"]
