from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ratchet.domain.score import Score
from ratchet.domain.span import Level, Span
from ratchet.store.events import EventStore
from ratchet.store.events.scores import write_scores
from ratchet.store.events.spans import write_spans

SECOND = 10**9
NOON = 1_794_830_400 * SECOND  # 2026-11-16 12:00:00 UTC
A_DAY = {"from": "2026-11-16T00:00:00", "to": "2026-11-17T00:00:00"}
READS = ["dashboard", "quality", "latency", "errors", "persona"]


@pytest.fixture
def filled(events: EventStore, project: str) -> None:
    """Forty traces of a minute each, every fifth failed, and a score for each."""
    write_spans(
        events,
        [
            Span(
                project,
                f"trace-{i}",
                f"span-{i}",
                root_rank=1,
                start_time=NOON + i * 60 * SECOND,
                end_time=NOON + i * 60 * SECOND + (i + 1) * SECOND // 10,
                level=Level.ERROR if i % 5 == 0 else Level.DEFAULT,
                error_type=("TimeoutError" if i % 2 else "ConnectionError") if i % 5 == 0 else "",
                revision=1,
            )
            for i in range(40)
        ],
    )
    write_scores(
        events,
        [
            Score(project, f"score-{i}", "persona_overall", "NUMERIC", NOON + i * 60 * SECOND, i / 40, revision=1)
            for i in range(40)
        ],
    )


def get(client: TestClient, path: str, **params: Any) -> Any:
    answer = client.get(path, params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.usefixtures("filled")
def test_the_dashboard_has_exactly_these_fields_and_forms(client: TestClient) -> None:
    assert get(client, "/metrics/dashboard", **A_DAY) == {
        "time_range": {"from": "2026-11-16T00:00:00", "to": "2026-11-17T00:00:00", "hours": 24},
        "quality": [
            {
                "timestamp": "2026-11-16 12:00",
                "avg_score": pytest.approx(0.4875),
                "min_score": 0.0,
                "max_score": 0.975,
                "count": 40,
            }
        ],
        "latency": {
            "count": 40,
            "avg_ms": pytest.approx(2050),
            "p50_ms": pytest.approx(2050),
            "p95_ms": pytest.approx(3805),
            "p99_ms": pytest.approx(3961),
        },
        "errors": {
            "total_traces": 40,
            "error_count": 8,
            "error_rate": 20.0,
            "error_types": {"ConnectionError": 4, "TimeoutError": 4},
        },
        "persona": {
            "persona_overall": {"avg": pytest.approx(0.4875), "count": 40},
            "persona_structure_policy": {"avg": None, "count": 0},
            "persona_voice_fidelity": {"avg": None, "count": 0},
            "rewrite_count": 0,
        },
        "datasets": {},
    }


def test_without_samples_there_are_counts_of_zero_and_no_other_numbers(client: TestClient) -> None:
    dashboard = get(client, "/metrics/dashboard", **A_DAY)
    nothing = {"avg": None, "count": 0}
    assert dashboard["quality"] == []
    assert dashboard["latency"] == {"count": 0, "avg_ms": None, "p50_ms": None, "p95_ms": None, "p99_ms": None}
    assert dashboard["errors"] == {"total_traces": 0, "error_count": 0, "error_rate": None, "error_types": {}}
    assert dashboard["persona"]["persona_overall"] == nothing


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("section", ["quality", "errors", "persona"])
def test_each_section_is_what_the_dashboard_shows(client: TestClient, section: str) -> None:
    assert get(client, f"/metrics/{section}", **A_DAY) == get(client, "/metrics/dashboard", **A_DAY)[section]


@pytest.mark.usefixtures("filled")
def test_latency_alone_tells_the_extremes_too(client: TestClient) -> None:
    typical = get(client, "/metrics/dashboard", **A_DAY)["latency"]
    assert get(client, "/metrics/latency", **A_DAY) == typical | {"min_ms": 100.0, "max_ms": 4000.0}


def test_a_project_without_datasets_has_none(client: TestClient) -> None:
    assert get(client, "/metrics/dataset") == {}


@pytest.mark.usefixtures("filled")
def test_a_day_is_labelled_as_a_day(client: TestClient) -> None:
    [bucket] = get(client, "/metrics/quality", **A_DAY, interval="day")
    assert (bucket["timestamp"], bucket["count"]) == ("2026-11-16", 40)


def test_the_default_is_the_last_24_hours_up_to_this_moment(
    client: TestClient, events: EventStore, project: str
) -> None:
    now = datetime.now(UTC)
    start = int(now.timestamp() * SECOND)
    write_spans(events, [Span(project, "trace", "span", root_rank=1, start_time=start, end_time=start, revision=1)])
    dashboard = get(client, "/metrics/dashboard")
    begin, end = (datetime.fromisoformat(dashboard["time_range"][edge]).replace(tzinfo=UTC) for edge in ("from", "to"))
    assert dashboard["time_range"]["hours"] == 24
    assert end - begin == timedelta(hours=24)
    assert timedelta(0) <= end - now < timedelta(seconds=30)
    assert dashboard["errors"]["total_traces"] == 1


@pytest.mark.parametrize(
    ("asked", "begin", "end", "hours"),
    [
        ({"to": "2026-11-16T12:00:00Z"}, "2026-11-15T12:00:00", "2026-11-16T12:00:00", 24),
        ({"to": "2026-11-16T12:00:00", "hours": 2}, "2026-11-16T10:00:00", "2026-11-16T12:00:00", 2),
        ({"from": "2026-11-16", "to": "2026-11-17"}, "2026-11-16T00:00:00", "2026-11-17T00:00:00", 24),
        (
            {"from": "2026-11-16T00:00:00+02:00", "to": "2026-11-15T23:30:00Z"},
            "2026-11-15T22:00:00",
            "2026-11-15T23:30:00",
            1.5,
        ),
    ],
)
def test_a_window_can_be_asked_for_by_its_ends(
    client: TestClient, asked: dict[str, Any], begin: str, end: str, hours: float
) -> None:
    time_range = get(client, "/metrics/dashboard", **asked)["time_range"]
    assert time_range == {"from": begin, "to": end, "hours": hours}


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"hours": 0}, "hours"),
        ({"hours": 8761}, "hours"),
        ({"hours": "many"}, "hours"),
        ({"hours": ""}, "hours"),
        ({"from": "yesterday"}, "from"),
        ({"from": "2026-02-30T00:00:00"}, "from"),
        ({"to": "1950-01-01T00:00:00"}, "to"),
        ({"to": "2200-01-01T00:00:00"}, "to"),
        ({"from": "2026-11-16T12:00:00", "to": "2026-11-16T12:00:00"}, "from"),
        ({"from": "2026-11-17T12:00:00", "to": "2026-11-16T12:00:00"}, "from"),
        ({"from": "2024-01-01T00:00:00", "to": "2026-11-16T12:00:00"}, "from"),
        ({"hour": 3}, "hour"),
    ],
)
def test_a_window_that_is_none_is_refused_with_the_name_of_the_field(
    client: TestClient, asked: dict[str, Any], field: str
) -> None:
    for path in READS:
        answer = client.get(f"/metrics/{path}", params=asked)
        assert answer.status_code == 422, answer.text
        body = answer.json()
        assert body.keys() == {"code", "message", "details"}
        assert body["message"].startswith(f"{field}:")
        assert body["details"]["fields"][0]["field"] == field


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"interval": "week"}, "interval"),
        ({"interval": ""}, "interval"),
        ({"score": ""}, "score"),
        ({"score": "x" * 501}, "score"),
        ({"score": "nobody gave this"}, "score"),
        ({"score": "'; DROP TABLE scores; --"}, "score"),
        ({"score": "\x00"}, "score"),
    ],
)
def test_an_interval_or_a_score_that_is_none_is_refused_with_the_name_of_the_field(
    client: TestClient, asked: dict[str, str], field: str
) -> None:
    for path in ("dashboard", "quality"):
        answer = client.get(f"/metrics/{path}", params=asked)
        assert answer.status_code == 422, answer.text
        assert answer.json()["message"].startswith(f"{field}:")


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("path", ["dashboard", "quality"])
def test_a_score_can_be_picked(client: TestClient, events: EventStore, project: str, path: str) -> None:
    write_scores(events, [Score(project, "stars", "stars", "NUMERIC", NOON, 4.0, revision=1)])
    found = get(client, f"/metrics/{path}", **A_DAY, score="stars")
    buckets = found["quality"] if path == "dashboard" else found
    assert [(bucket["avg_score"], bucket["count"]) for bucket in buckets] == [(4.0, 1)]


def test_nobody_reads_figures_without_a_key(client: TestClient) -> None:
    client.auth = None
    for path in [*READS, "dataset"]:
        assert client.get(f"/metrics/{path}").status_code == 401
