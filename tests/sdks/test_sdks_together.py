"""SDKs of every generation work on one dataset, in one run, and that is one experiment."""

from typing import Any

import pytest
from environments import NoEnvironment
from telling import SDKS, STORY, Telling, tell

from ratchet.testing.server import Server

SCRIPTS = {
    "python_2": "together_python_2",
    "python_3": "together_python",
    "python_4": "together_python",
    "python_5": "together_python",
    "javascript_3": "together_javascript_3",
    "javascript_5": "together_javascript_5",
}
DATASET = STORY["together"]["dataset"]
RUN = STORY["together"]["run"]
ITEMS = ["first question", "second question"]
SINCE = {"fromStartTime": "2020-01-01T00:00:00Z"}


@pytest.fixture(scope="module")
def tellings(sdk_server: Server) -> list[Telling]:
    """What each SDK told of the run, one after the other."""
    with sdk_server.client() as client:
        assert client.post("/api/public/v2/datasets", json={"name": DATASET}).is_success
        for item in ITEMS:
            body = {"datasetName": DATASET, "id": item, "input": item}
            assert client.post("/api/public/dataset-items", json=body).is_success
    try:
        return [tell(sdk, sdk_server, script) for sdk, script in SCRIPTS.items()]
    except NoEnvironment as missing:
        pytest.skip(f"An SDK is not installed: {missing}")


@pytest.fixture(scope="module")
def run(tellings: list[Telling]) -> Any:
    """The run as it is read back."""
    for told in tellings:
        assert told["together"] is None or told["together"]["id"]
    return tellings[0].read(f"datasets/{DATASET}/runs/{RUN}")


def test_all_generations_run_one_run(tellings: list[Telling], run: Any):
    assert {told["together"]["id"] for told in tellings if told["together"]} == {run["id"]}
    assert [one["name"] for one in tellings[0].read(f"datasets/{DATASET}/runs")["data"]] == [RUN]


def test_every_answer_to_an_item_is_readable(tellings: list[Telling], run: Any):
    answers = [(item["datasetItemId"], _output(tellings[0], item)) for item in run["datasetRunItems"]]
    assert sorted(answers) == sorted((item, sdk) for item in ITEMS for sdk in SDKS)


def _output(told: Telling, run_item: Any) -> str:
    trace = told.read(f"traces/{run_item['traceId']}")
    return trace["output"] or next(span["output"] for span in trace["observations"] if span["output"] in SDKS)


def test_the_run_is_one_experiment(tellings: list[Telling], run: Any):
    experiments = tellings[0].read("experiments", **SINCE, limit=100)["data"]
    [found] = [one for one in experiments if one["name"] == RUN]
    assert (found["id"], found["datasetId"]) == (run["id"], run["datasetId"])
    items = tellings[0].read("experiment-items", **SINCE, experimentId=run["id"], limit=100)["data"]
    assert sorted(item["experimentItemId"] for item in items) == sorted(ITEMS * len(SDKS))


def test_every_answer_has_its_score(tellings: list[Telling], run: Any):
    for item in run["datasetRunItems"]:
        [score] = tellings[0].read("v2/scores", traceId=item["traceId"], name="answered")["data"]
        assert score["value"] == 1
