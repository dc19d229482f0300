"""An experiment is one and the same entity whichever SDK ran it, and all of them together."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient
from recording import Recorded

from ratchet.auth.keys import create_key, ensure_project
from ratchet.datasets.items import write_items
from ratchet.datasets.schemas import ItemIn
from ratchet.domain.dataset import Dataset
from ratchet.server.app import create_app
from ratchet.server.stores import Stores
from ratchet.settings import Settings
from ratchet.store.records.datasets import write_dataset

# What the server of the recordings called these; the newest SDK computes the run's id from them.
PROJECT, DATASET_ID, DATASET = "proj-1", "ds-my/ds 1", "my/ds 1"
RUN_ID = "3fe5c73dd4430580"
# What that server answered for a link, whereupon the older SDKs wrote it on their spans.
ANSWERED = '"run-1"'

LINKS = "/api/public/dataset-run-items"
GENERATIONS = ("py3", "py4", "py5", "js3", "js5")
TRACES = {
    "py3": "3b4356a46508e6f63dca5374436f5d3f",
    "py4": "37c5f974c26fc0763b24bd2c27eb36f5",
    "py5": "6d0d197590d95804954a2bd2c98808da",
    "js3": "71eecd2f-5f1a-44f3-bbf6-baed82eb2bf7",
    "js5": "f5f3a54a7dad3324e5da18dbd783689f",
}


@pytest.fixture(scope="module")
def client(stores: Stores) -> Iterator[TestClient]:
    """A client of a server that has the dataset of the recordings, under the ids that it had there."""
    ensure_project(stores.records, PROJECT, "The project of the recordings")
    now = datetime.now(UTC)
    dataset = Dataset(PROJECT, DATASET_ID, DATASET, now, now)
    write_dataset(stores.records, dataset)
    write_items(stores.events, stores.records, dataset, [ItemIn(id="it1", input={"q": 1}, expected_output="e")])
    key = create_key(stores.records, PROJECT, note="test")
    with TestClient(create_app(Settings(), stores)) as client:
        client.auth = (key.public_key, key.secret_key)
        yield client


@pytest.fixture(scope="module")
def linked(client: TestClient, recordings: dict[str, list[Recorded]]) -> dict[str, list[dict[str, Any]]]:
    """The links of each generation as they were answered, once all that it sent of its runs was sent again."""
    return {generation: replay(client, recordings[generation]) for generation in GENERATIONS}


def replay(client: TestClient, recording: list[Recorded]) -> list[dict[str, Any]]:
    """Send what concerns runs, as the SDK would have sent it to the server that answers now."""
    answered: list[dict[str, Any]] = []
    run_id = ANSWERED
    for request in recording:
        is_link = (request.method, request.path) == ("POST", LINKS)
        if is_link or request.is_export or request.path == "/api/public/ingestion":
            body = json.loads(json.dumps(request.body).replace(ANSWERED, run_id))
            answer = replace(request, body=body).send(client)
            assert answer.status_code in (200, 207), answer.text
            if is_link and request.body["runName"] == "run A":
                answered.append(answer.json())
                run_id = json.dumps(answered[-1]["datasetRunId"])
    return answered


def read(client: TestClient, path: str, **parameters: Any) -> Any:
    answer = client.get(f"/api/public/{path}", params=parameters)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize("generation", ["py3", "py4", "js3", "js5"])
def test_a_link_is_answered_with_the_id_that_the_newest_sdk_computes(linked: Any, generation: str) -> None:
    [answer] = linked[generation]
    assert (answer["datasetRunId"], answer["datasetRunName"]) == (RUN_ID, "run A")
    assert (answer["datasetItemId"], answer["traceId"]) == ("it1", TRACES[generation])


def test_all_generations_land_in_one_run_and_one_experiment(client: TestClient, linked: Any) -> None:
    runs = read(client, "datasets/my%2Fds%201/runs")["data"]
    assert sorted(run["name"] for run in runs) == ["rn", "run A"]
    experiments = read(client, "experiments", fromStartTime="2026-11-22T00:00:00Z", fields="metadata")["data"]
    [experiment] = [found for found in experiments if found["name"] == "run A"]
    assert (experiment["id"], experiment["datasetId"], experiment["itemCount"]) == (RUN_ID, DATASET_ID, 5)
    assert (experiment["description"], experiment["metadata"]) == ("dd", {"mm": 1})
    run = read(client, "datasets/my%2Fds%201/runs/run%20A")
    assert (run["id"], run["description"], run["metadata"]) == (RUN_ID, "dd", {"mm": 1})
    assert {item["traceId"] for item in run["datasetRunItems"]} == set(TRACES.values())


@pytest.mark.parametrize("generation", ["py3", "py4", "py5", "js5"])
def test_an_item_of_every_generation_is_read_as_the_same(client: TestClient, linked: Any, generation: str) -> None:
    fields = "dataset,io,itemMetadata,experimentMetadata"
    page = read(client, "experiment-items", fromStartTime="2026-11-22T00:00:00Z", experimentId=RUN_ID, fields=fields)
    [item] = [found for found in page["data"] if found["traceId"] == TRACES[generation]]
    assert item["experimentItemId"] == "it1"
    assert (item["input"], item["output"], item["expectedOutput"]) == ({"q": 1}, "out", "e")
    assert (item["experimentItemMetadata"], item["experimentMetadata"]) == ({"m": 1}, {"mm": 1})
    assert item["environment"] == "sdk-experiment"
    observation = read(client, f"observations/{item['id']}")
    assert observation["name"] == ("experiment-item-task" if generation in ("py4", "py5") else "experiment-item-run")


def test_experiments_on_local_data_are_one_each(client: TestClient, linked: Any) -> None:
    experiments = read(client, "experiments", fromStartTime="2026-11-22T00:00:00Z")["data"]
    local = [found for found in experiments if found["name"].startswith("loc - ")]
    assert sorted(found["id"] for found in local) == [
        "1cffc86850491b60",
        "53ca4048fd3dd208",
        "a7a93c42038bf862",
        "d4d08e7206896a46",
    ]
    assert {(found["itemCount"], found["datasetId"]) for found in local} == {(1, None)}
