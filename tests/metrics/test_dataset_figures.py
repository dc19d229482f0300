"""How large datasets are, and how good: by the scores of their items, else of the traces that items are from."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ratchet.domain.score import Score
from ratchet.store.events import EventStore
from ratchet.store.events.scores import write_scores

NOON = 1_794_830_400 * 10**9
Put = Callable[..., None]


@pytest.fixture
def put(client: TestClient) -> Put:
    """Write an item, into a dataset that is made for it."""

    def write(dataset: str, item_id: str, **fields: Any) -> None:
        assert client.post("/api/public/v2/datasets", json={"name": dataset}).status_code == 200
        answer = client.post("/api/public/dataset-items", json={"datasetName": dataset, "id": item_id} | fields)
        assert answer.status_code == 200, answer.text

    return write


@pytest.fixture
def give(events: EventStore, project: str) -> Callable[..., None]:
    """Score a trace."""

    def write(trace_id: str, value: float, name: str = "helpful", *, after_s: int = 0, kind: str = "NUMERIC") -> None:
        score_id, at = f"{trace_id}-{name}-{after_s}", NOON + after_s * 10**9
        write_scores(events, [Score(project, score_id, name, kind, at, value, trace_id=trace_id, revision=1)])

    return write


def figures(client: TestClient) -> dict[str, Any]:
    answer = client.get("/metrics/dataset")
    assert answer.status_code == 200, answer.text
    assert client.get("/metrics/dashboard").json()["datasets"] == answer.json()
    return answer.json()


def test_items_are_counted_and_their_own_scores_averaged(client: TestClient, put: Put) -> None:
    put("good", "a", metadata={"score": 0.9})
    put("good", "b", metadata={"score": 0.8})
    put("good", "c", metadata={"score": "high"})
    put("bad", "d", metadata={"score": True})
    client.post("/api/public/v2/datasets", json={"name": "empty"})
    assert figures(client) == {
        "bad": {"item_count": 1, "avg_score": 1.0},
        "empty": {"item_count": 0, "avg_score": None},
        "good": {"item_count": 3, "avg_score": pytest.approx(0.85)},
    }


def test_only_active_items_count_as_they_are_now(client: TestClient, put: Put) -> None:
    put("good", "a", metadata={"score": 0.1})
    put("good", "a", metadata={"score": 0.5})
    put("good", "archived", metadata={"score": 0.2}, status="ARCHIVED")
    put("good", "deleted", metadata={"score": 0.3})
    client.delete("/api/public/dataset-items/deleted")
    assert figures(client) == {"good": {"item_count": 1, "avg_score": 0.5}}


def test_an_item_without_a_score_has_the_newest_of_quality_of_its_source(
    client: TestClient, put: Put, give: Callable[..., None]
) -> None:
    give("t", 0.2)
    give("t", 0.6, after_s=5)
    give("t", 0.9, "latency_ms", after_s=9)
    give("u", 1.0, "correct", kind="BOOLEAN")
    give("v", 0.0)
    put("good", "a", sourceTraceId="t")
    put("good", "b", sourceTraceId="u")
    put("good", "own", sourceTraceId="v", metadata={"score": 0.5})
    put("good", "unknown", sourceTraceId="w")
    put("other", "c", sourceTraceId="t")
    assert figures(client) == {
        "good": {"item_count": 4, "avg_score": pytest.approx((0.6 + 1.0 + 0.5) / 3)},
        "other": {"item_count": 1, "avg_score": 0.6},
    }


def test_datasets_of_other_projects_do_not_count(
    client: TestClient, put: Put, give: Callable[..., None], events: EventStore, project: str
) -> None:
    put("good", "a", sourceTraceId="t")
    theirs = Score(f"{project}-other", "s", "helpful", "NUMERIC", NOON, 0.3, trace_id="t", revision=1)
    write_scores(events, [theirs])
    assert figures(client) == {"good": {"item_count": 1, "avg_score": None}}
