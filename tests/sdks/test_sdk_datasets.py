"""Datasets as each SDK writes and reads them, and the runs and experiments on them."""

from typing import Any

import pytest
from telling import STORY, Telling

RIGHT = {"France": 1, "Italy": 0, "Peru": 1}


def run_of(told: Telling) -> Any:
    return told.read(f"datasets/support%2Fcapitals {told.sdk}/runs/geography {told.sdk}")


def item_ids(told: Telling) -> list[str]:
    return [f"{country} {told.sdk}" for country in STORY["capitals"]]


def test_a_dataset_gives_back_its_items_as_they_were_last_written(told: Telling):
    dataset = told["datasets"]
    assert (dataset["name"], dataset["description"]) == (f"support/capitals {told.sdk}", "Capitals of countries")
    assert dataset["metadata"] == {"level": "easy"}
    assert sorted(dataset["items"]) == [
        [f"{country} {told.sdk}", {"country": country}, capital, {"of": country}]
        for country, capital in STORY["capitals"].items()
    ]


def test_an_archived_item_is_read_by_its_id_only(told: Telling):
    assert told["datasets"]
    assert told.read(f"dataset-items/Atlantis {told.sdk}")["status"] == "ARCHIVED"
    listed = told.read("dataset-items", datasetName=f"support/capitals {told.sdk}")["data"]
    assert sorted(item["id"] for item in listed) == item_ids(told)


def test_an_experiment_answers_every_item(told: Telling):
    experiment = told["experiment"]
    assert experiment["outputs"] == {f"{country} {told.sdk}": answer for country, answer in STORY["answers"].items()}


def test_an_experiment_is_a_run_of_the_dataset(told: Telling):
    run = run_of(told)
    assert (run["id"], run["datasetId"]) == (told["experiment"]["id"], told["datasets"]["id"])
    traces = {item["datasetItemId"]: item["traceId"] for item in run["datasetRunItems"]}
    assert traces == told["experiment"]["traces"]
    assert run["description"] == "Who knows capitals?"
    assert run["metadata"].items() >= {"model": STORY["model"]}.items()


def test_a_run_is_an_experiment_with_its_items(told: Telling):
    since = {"fromStartTime": "2020-01-01T00:00:00Z"}
    experiments = told.read("experiments", **since, limit=100)["data"]
    [found] = [one for one in experiments if one["id"] == told["experiment"]["id"]]
    assert (found["name"], found["itemCount"]) == (f"geography {told.sdk}", 3)
    items = told.read("experiment-items", **since, experimentId=found["id"])["data"]
    assert {item["traceId"] for item in items} == set(told["experiment"]["traces"].values())


def test_evaluators_score_each_item(told: Telling):
    for item_id, trace_id in told["experiment"]["traces"].items():
        [right] = told.read("v2/scores", traceId=trace_id, name="right")["data"]
        assert right["value"] == RIGHT[item_id.removesuffix(f" {told.sdk}")]
        assert right["comment"].endswith("?")


@pytest.mark.without("python_2", "javascript_3")
def test_run_evaluators_score_the_run(told: Telling):
    experiment = told["experiment"]
    [accuracy] = told.read("v2/scores", datasetRunId=experiment["id"], name="accuracy")["data"]
    assert accuracy["value"] == experiment["accuracy"] == pytest.approx(2 / 3)
    assert accuracy["traceId"] is None


@pytest.mark.without("python_2", "javascript_3")
def test_an_experiment_on_local_data_traces_and_scores_its_items(told: Telling):
    traces = told["local_experiment"]["traces"]
    scores = [told.read("v2/scores", traceId=trace_id, name="right")["data"] for trace_id in traces]
    assert sorted(score["value"] for [score] in scores) == [0, 1, 1]


@pytest.mark.without("python_5")
def test_runs_are_listed_and_deleted(told: Telling):
    runs = told["runs"]
    assert runs["items"] == item_ids(told)
    assert runs["listed"] == [f"geography {told.sdk}"]
    assert runs.get("left", runs["listed"]) == [f"geography {told.sdk}"]


@pytest.mark.without("python_2", "javascript_3")
def test_the_printed_address_leads_to_the_page_of_the_run(told: Telling):
    experiment = told["experiment"]
    with told.server.client() as client:
        answer = client.get(experiment["url"], follow_redirects=False)
    page = f"/datasets/{told['datasets']['id']}?tab=runs&run={experiment['id']}"
    if told.sdk == "python_5":
        page = f"/experiments/results?baseline={experiment['id']}"
    assert (answer.status_code, answer.headers["location"]) == (307, page)
