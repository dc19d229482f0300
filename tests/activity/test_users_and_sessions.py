"""Users and sessions: what their traces come to."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from ratchet.domain.span import Level, Span
from ratchet.store.events import EventStore
from ratchet.store.events.spans import write_spans

SECOND = 10**9
NOON = 1_794_830_400 * SECOND  # 2026-11-16 12:00:00 UTC
A_DAY = {"from": "2026-11-16T00:00:00", "to": "2026-11-17T00:00:00"}


@pytest.fixture
def filled(events: EventStore, project: str) -> None:
    """Six traces a minute apart: four of Ada in two sessions, one of Bob in one of these, one of nobody."""
    said = [("Ada", "s-1"), ("Ada", "s-1"), ("Bob", "s-1"), ("Ada", "s-2"), ("Ada", "s-2"), ("", "")]
    write_spans(
        events,
        [_make_span(project, i, user_id=user, session_id=session) for i, (user, session) in enumerate(said)]
        + [Span(project, "trace-0", "child", parent_span_id="span-0", start_time=NOON, level=Level.ERROR, revision=1)],
    )


def _make_span(project: str, i: int, **said: str) -> Span:
    return Span(
        project,
        f"trace-{i}",
        f"span-{i}",
        root_rank=1,
        start_time=NOON + i * 60 * SECOND,
        level=Level.ERROR if i == 3 else Level.DEFAULT,
        usage={"total": 10},
        cost={"total": 0.5},
        revision=1,
        **said,
    )


def get(client: TestClient, path: str, **params: Any) -> Any:
    answer = client.get(path, params=A_DAY | params)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.usefixtures("filled")
def test_users_are_those_that_traces_name_the_latest_first(client: TestClient) -> None:
    found = get(client, "/metrics/users")
    assert not found["more"]
    ada, bob = found["users"]
    assert ada == {
        "id": "Ada",
        "traces": 4,
        "failed": 1,
        "sessions": 2,
        "total_tokens": 40,
        "cost_usd": 2.0,
        "first_at": "2026-11-16T12:00:00Z",
        "last_at": "2026-11-16T12:04:00Z",
    }
    assert (bob["id"], bob["traces"], bob["last_at"]) == ("Bob", 1, "2026-11-16T12:02:00Z")


@pytest.mark.usefixtures("filled")
def test_sessions_can_be_looked_for_by_a_user_and_by_words(client: TestClient) -> None:
    assert [session["id"] for session in get(client, "/metrics/sessions")["sessions"]] == ["s-2", "s-1"]
    assert [session["users"] for session in get(client, "/metrics/sessions", order="traces")["sessions"]] == [2, 1]
    [of_bob] = get(client, "/metrics/sessions", user="Bob")["sessions"]
    assert (of_bob["id"], of_bob["traces"]) == ("s-1", 1)
    assert [session["id"] for session in get(client, "/metrics/sessions", text="S-2")["sessions"]] == ["s-2"]


@pytest.mark.usefixtures("filled")
def test_a_list_that_is_cut_says_so(client: TestClient) -> None:
    found = get(client, "/metrics/users", limit=1)
    assert found["more"]
    assert [user["id"] for user in found["users"]] == ["Ada"]


@pytest.mark.usefixtures("filled")
def test_a_window_without_traces_has_nobody(client: TestClient) -> None:
    assert get(client, "/metrics/users", to="2026-11-16T11:00:00")["users"] == []


def test_a_misspelled_parameter_is_refused(client: TestClient) -> None:
    answer = client.get("/metrics/users", params={"user": "Ada"})
    assert answer.status_code == 422
    assert "user" in answer.json()["message"]
