"""What score configs say of quality, and what dashboards make of it."""

from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ratchet.domain.quality import Marks, ScoreFigures, speaks_of_quality
from ratchet.domain.score import ScoreType
from ratchet.domain.score_config import ScoreConfig

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def config(config_id: str, name: str = "helpful", **fields: Any) -> ScoreConfig:
    given: dict[str, Any] = {"data_type": ScoreType.NUMERIC, "created_at": LONG_AGO, "updated_at": LONG_AGO, **fields}
    return ScoreConfig(project_id="p", id=config_id, name=name, **given)


def figures(
    name: str = "helpful", low: float = 0.2, high: float = 0.9, config_ids: tuple[str, ...] = ()
) -> ScoreFigures:
    return ScoreFigures(name, 2, (low + high) / 2, low, high, low + high, config_ids)


UNIT: dict[str, Any] = {"min_value": 0, "max_value": 1}


@pytest.mark.parametrize(
    ("configs", "scores", "counts"),
    [
        ([], figures(), True),
        ([], figures(high=5), False),
        ([], figures("length"), False),
        ([config("a", **UNIT, quality=True)], figures(), True),
        ([config("a", **UNIT, quality=False)], figures(), False),
        ([config("a", **UNIT)], figures(), True),
        ([config("a")], figures(), True),
        ([config("a")], figures(high=5), False),
        ([config("a", min_value=1, max_value=5)], figures(low=1, high=1), False),
        ([config("a", min_value=-1)], figures(), False),
        ([config("a", "length", **UNIT, quality=True)], figures("length"), True),
        ([config("a", **UNIT, quality=True)], figures(high=5), True),
        ([config("a", "other", **UNIT, quality=False)], figures(), True),
        ([config("a", "renamed", **UNIT, quality=False)], figures(config_ids=("a",)), False),
        ([config("a", "renamed", **UNIT, quality=True)], figures("length", config_ids=("a",)), True),
        ([config("a", quality=False), config("b", **UNIT, quality=True)], figures(), True),
        ([config("a"), config("b", quality=False)], figures(), False),
        ([config("a", is_archived=True, quality=False)], figures(), False),
    ],
)
def test_scores_count_as_their_configs_are_marked_and_else_by_their_values(
    configs: list[ScoreConfig], scores: ScoreFigures, counts: bool
) -> None:
    assert speaks_of_quality(scores, Marks(configs).of(scores)) is counts


@pytest.fixture
def give(client: TestClient) -> Any:
    """Post scores at noon."""

    def post(*bodies: dict[str, Any]) -> None:
        scores = [{"traceId": "t", "timestamp": "2026-11-16T12:00:00Z", **body} for body in bodies]
        assert client.post("/api/public/scores", json=scores).status_code == 202

    return post


def read(client: TestClient, route: str, **parameters: Any) -> Any:
    window = {"from": "2026-11-16T12:00:00", "to": "2026-11-16T13:00:00", **parameters}
    return client.get(f"/metrics/{route}", params=window).json()


def define(client: TestClient, **body: Any) -> str:
    config = {"name": "length", "dataType": "NUMERIC", "minValue": 0, "maxValue": 1, **body}
    return client.post("/api/public/score-configs", json=config).json()["id"]


def test_a_mark_takes_a_score_in_and_out_of_the_quality_at_once(client: TestClient, give: Any) -> None:
    give({"name": "length", "value": 0.5}, {"name": "helpful", "value": 1})
    assert [bucket["avg_score"] for bucket in read(client, "quality")] == [1]
    config_id = define(client, quality=True)
    assert [bucket["avg_score"] for bucket in read(client, "quality")] == [0.75]
    assert read(client, "dashboard")["quality"] == read(client, "quality")
    client.patch(f"/api/public/score-configs/{config_id}", json={"quality": False})
    assert [bucket["avg_score"] for bucket in read(client, "quality")] == [1]


def test_of_a_marked_score_only_what_lies_on_its_scale_counts(client: TestClient, give: Any) -> None:
    config_id = define(client, name="helpful", quality=True)
    give({"configId": config_id, "value": 0.5}, {"name": "helpful", "value": 7}, {"name": "helpful", "value": -7})
    assert [(bucket["avg_score"], bucket["count"]) for bucket in read(client, "quality")] == [(0.5, 1)]
    [bucket] = read(client, "quality", score="helpful")
    assert (bucket["min_score"], bucket["max_score"], bucket["count"]) == (-7, 7, 3)


def test_a_boolean_that_is_marked_counts_as_its_share_of_truths(client: TestClient, give: Any) -> None:
    body = {"name": "refused", "dataType": "BOOLEAN", "quality": True}
    config_id = client.post("/api/public/score-configs", json=body).json()["id"]
    give(*({"configId": config_id, "value": value} for value in (1, 1, 0, 1)))
    assert [bucket["avg_score"] for bucket in read(client, "quality")] == [0.75]
