"""GET /api/public/sessions, /projects and /health."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from wire_schema import problems


def ids(page: dict[str, Any]) -> list[str]:
    return [session["id"] for session in page["data"]]


def test_a_session_is_there_as_soon_as_a_trace_belongs_to_it(write: Any, read: Any, project: str) -> None:
    write("t", "1", session_id="s", environment="staging")
    write("u", "2", session_id="s", environment="production", after_s=60)
    page = read("sessions")
    assert problems(page, "PaginatedSessions") == []
    assert page["data"] == [
        {"id": "s", "createdAt": "2026-11-20T10:00:00.123Z", "projectId": project, "environment": "staging"}
    ]


def test_a_session_shows_its_traces(write: Any, read: Any) -> None:
    write("t", "1", session_id="s", name="first", input='{"q":1}')
    write("u", "2", session_id="s", after_s=60)
    write("v", "3", session_id="other")
    session = read("sessions/s")
    assert problems(session, "SessionWithTraces") == []
    assert {trace["id"] for trace in session["traces"]} == {"t", "u"}
    assert session["createdAt"] == "2026-11-20T10:00:00.123Z"
    assert [trace["input"] for trace in session["traces"] if trace["id"] == "t"] == [{"q": 1}]


def test_a_session_may_be_known_only_from_what_was_said_of_a_trace(write: Any, read: Any, say: Any) -> None:
    say("spanless", session_id="s")
    say("t", session_id="s")
    write("t", "1", after_s=60)
    assert ids(read("sessions")) == ["s"]
    assert {trace["id"] for trace in read("sessions/s")["traces"]} == {"spanless", "t"}


def test_sessions_come_by_page_the_newest_first(write: Any, read: Any) -> None:
    for index in range(3):
        write(f"t{index}", f"s{index}", session_id=f"s{index}", after_s=index)
    assert ids(read("sessions", limit=2)) == ["s2", "s1"]
    page = read("sessions", limit=2, page=2)
    assert ids(page) == ["s0"]
    assert page["meta"] == {"page": 2, "limit": 2, "totalItems": 3, "totalPages": 2}


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"fromTimestamp": "2026-11-20T11:00:00Z"}, ["late"]),
        ({"toTimestamp": "2026-11-20T11:00:00Z"}, ["early"]),
        ({"environment": ["staging"]}, ["early"]),
        ({"environment": ["staging", "default"]}, ["late", "early"]),
    ],
)
def test_sessions_are_narrowed_by_parameters(write: Any, read: Any, parameters: Any, expected: list[str]) -> None:
    write("t", "1", session_id="early", environment="staging")
    write("u", "2", session_id="late", after_s=3600)
    assert ids(read("sessions", **parameters)) == expected


def test_a_session_that_is_not_there_is_a_404(refusal: Any, write: Any) -> None:
    write("t", "1", session_id="s", project_id="another")
    status, body = refusal("sessions/s")
    assert (status, body["error"]) == (404, "LangfuseNotFoundError")


def test_a_key_knows_its_project(read: Any, project: str) -> None:
    answer = read("projects")
    assert problems(answer, "Projects") == []
    assert [found["id"] for found in answer["data"]] == [project]


@pytest.mark.parametrize("path", ["health", "ready"])
def test_health_needs_no_key(client: TestClient, path: str) -> None:
    client.auth = None
    answer = client.get(f"/api/public/{path}")
    assert answer.status_code == 200
    assert problems(answer.json(), "HealthResponse") == []
    assert answer.json()["status"] == "OK"


@pytest.mark.parametrize("path", ["projects", "traces", "traces/t", "observations", "v2/observations", "sessions"])
def test_everything_else_needs_one(client: TestClient, path: str) -> None:
    client.auth = None
    answer = client.get(f"/api/public/{path}")
    assert answer.status_code == 401
    assert "message" in answer.json()
