"""Whatever odd input was taken can be read again: every page, traces by their ids, every figure."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import httpx2
import pytest
from sending import export, ingest
from test_bad_events import CREATIONS, FIELDS, NOW, ODD, event

from ratchet.testing.otlp import otlp_request, otlp_span
from ratchet.testing.server import Server, running_server

ODD_TEXTS = ("", "\x00", "\t", "'", "{}", "null", "🎈" * 300, "../..", "%2F", " ")
TIMES = ("1970-01-02T00:00:00Z", "2027-11-22T00:00:00Z", "2100-01-01T00:00:00Z", NOW)


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that was sent every odd value in every field that takes it."""
    with running_server(tmp_path_factory.mktemp("odd"), work=False) as server, server.client() as client:
        for kind in CREATIONS:
            for value in ODD:
                fields = [{"value": 1, "timestamp": NOW, field: value} for field in FIELDS]
                assert ingest(client, *[event(kind, **one) for one in fields]).status_code == 207
            assert (
                ingest(client, *[event(kind, value=1, startTime=at, timestamp=at) for at in TIMES]).status_code == 207
            )
        names = (
            "user.id",
            "session.id",
            "langfuse.trace.name",
            "langfuse.release",
            "langfuse.trace.tags",
            "input.value",
        )
        spans = [otlp_span(text, attributes=dict.fromkeys(names, text) | {text: text}) for text in ODD_TEXTS]
        assert export(client, otlp_request(*spans).SerializeToString()).status_code == 200
        yield server


@pytest.fixture
def read(odd: Server) -> Iterator[httpx2.Client]:
    with odd.client() as client:
        yield client


def read_json(client: httpx2.Client, path: str, **query: Any) -> Any:
    answer = client.get(path, params=query)
    assert answer.status_code == 200, (path, query, answer.text)
    return json.loads(answer.text, parse_constant=lambda name: pytest.fail(f"{path} has {name}, which is no JSON"))


def every_page(client: httpx2.Client, path: str, **query: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    page = 1
    while True:
        answer = read_json(client, path, page=page, limit=100, **query)
        rows += answer["data"]
        if page >= answer["meta"]["totalPages"]:
            assert len(rows) == answer["meta"]["totalItems"]
            return rows
        page += 1


@pytest.mark.parametrize("path", ["/api/public/traces", "/api/public/observations", "/api/public/v2/scores"])
def test_every_page_is_read_and_every_id_is_on_one(read: httpx2.Client, path: str) -> None:
    rows = every_page(read, path)
    keys = [(row.get("traceId"), row["id"]) for row in rows]
    assert len(rows) > 100
    assert len(set(keys)) == len(keys)


def test_sessions_are_found_by_the_ids_that_the_list_gives(read: httpx2.Client) -> None:
    sessions = every_page(read, "/api/public/sessions")
    assert len({session["id"] for session in sessions}) == len(sessions) > 5
    for session in sessions[::3]:
        found = read_json(read, f"/api/public/sessions/{quote(session['id'], safe='')}")
        assert found["id"] == session["id"]
        assert found["traces"]


def test_traces_are_found_by_the_ids_that_the_list_gives(read: httpx2.Client) -> None:
    for trace in every_page(read, "/api/public/traces", fields="core")[::11]:
        found = read_json(read, f"/api/public/traces/{quote(trace['id'], safe='')}")
        assert (found["id"], found["name"], found["timestamp"]) == (trace["id"], trace["name"], trace["timestamp"])


@pytest.mark.parametrize(
    ("path", "query"),
    [
        (
            "/api/public/v2/observations",
            {"limit": 37, "fields": "core,basic,time,io,metadata,model,usage,prompt,metrics"},
        ),
        ("/api/public/v3/scores", {"limit": 37, "fields": "details,subject,annotation"}),
    ],
)
def test_a_cursor_leads_through_everything_once(read: httpx2.Client, path: str, query: dict[str, Any]) -> None:
    seen: list[tuple[Any, str]] = []
    cursor: dict[str, str] = {}
    while True:
        answer = read_json(read, path, **query, **cursor)
        seen += [(row.get("traceId"), row["id"]) for row in answer["data"]]
        if not answer["meta"].get("cursor"):
            break
        cursor = {"cursor": answer["meta"]["cursor"]}
    older = "/api/public/v2/scores" if "scores" in path else "/api/public/observations"
    assert len(seen) == len(set(seen)) == read_json(read, older, limit=1)["meta"]["totalItems"]


def test_every_figure_is_computed(read: httpx2.Client) -> None:
    for path in ("dashboard", "quality", "latency", "errors", "persona", "dataset", "traces/search"):
        read_json(read, f"/metrics/{path}")
    for hours in (1, 24, 8760):
        read_json(read, "/metrics/dashboard", hours=hours)
    assert read.get("/metrics").status_code == 200
