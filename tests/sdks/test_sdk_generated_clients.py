"""What the SDKs reach by their generated clients only; the Python ones refuse an answer of the wrong shape."""

import pytest
from telling import STORY, Telling

FOREIGN = ("python_2", "python_3", "javascript_3", "javascript_5")


@pytest.mark.without("python_4", "python_5", "javascript_3", "javascript_5")
def test_the_lists_of_old_are_read(told: Telling):
    assert told["lists"] == 12


@pytest.mark.without(*FOREIGN)
def test_a_model_of_ones_own_has_its_price(told: Telling):
    assert told["own_model"]["listed"]
    [generation] = told.read(f"traces/{told['own_model']['trace']}")["observations"]
    assert generation["calculatedTotalCost"] == pytest.approx(100 * 0.001 + 10 * 0.002)


@pytest.mark.without(*FOREIGN)
def test_people_annotate_what_waits_in_a_queue(told: Telling):
    assert told["annotations"] == {
        "config": "How careful it is",
        "configs": True,
        "queues": True,
        "statuses": ["COMPLETED"],
        "comment": "Have a look",
        "comments": ["Have a look"],
    }


@pytest.mark.without(*FOREIGN)
def test_a_score_names_its_config(told: Telling):
    [score] = told.read("v2/scores", traceId=told["configured_scores"]["trace"])["data"]
    assert (score["name"], score["value"]) == (f"care {told.sdk}", 0.8)
    assert score["configId"] == told["configured_scores"]["config"]


@pytest.mark.without(*FOREIGN)
def test_metrics_count_what_was_traced(told: Telling):
    [row] = told["metrics"]
    assert (row["name"], row["count_count"]) == ("paid", 1)
    assert row["sum_totalCost"] == pytest.approx(0.12)


@pytest.mark.without(*FOREIGN)
def test_experiments_list_their_items(told: Telling):
    assert told["experiments"] == {
        "ids": [told["experiment"]["id"]],
        "items": [f"{country} {told.sdk}" for country in STORY["capitals"]],
    }


@pytest.mark.without(*FOREIGN)
def test_what_is_deleted_is_gone(told: Telling):
    deleted = told["deletions"]
    with told.server.client() as client:
        for path in (f"traces/{deleted['trace']}", f"dataset-items/{deleted['item']}"):
            assert client.get(f"/api/public/{path}").status_code == 404
    assert told.read("v2/scores", traceId=deleted["trace"])["data"] == []


@pytest.mark.without("python_2", "python_3", "python_4", "python_5", "javascript_5")
def test_a_browser_scores_with_the_public_key_alone(told: Telling):
    [thumb] = told.read("v2/scores", traceId=told["browser_scores"]["trace"])["data"]
    assert (thumb["name"], thumb["value"], thumb["comment"]) == ("thumb", 1, "up")
