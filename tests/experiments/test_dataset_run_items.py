"""An application links traces to items, and the links make runs."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fastapi.testclient import TestClient
from run_spans import span

from ratchet.datasets.items import delete_item, write_items
from ratchet.datasets.schemas import ItemIn
from ratchet.domain.dataset import Dataset, ItemStatus
from ratchet.domain.run import stable_run_id
from ratchet.server.stores import Stores

LINKS = "/api/public/dataset-run-items"
RUNS = "/api/public/datasets/my%2Fds%201/runs"


def test_a_link_answers_with_the_id_that_newer_sdks_compute_themselves(
    link: Any, dataset: Dataset, project: str
) -> None:
    linked = link(observationId="o", runDescription="d", metadata={"mm": 1}, datasetVersion=None)
    assert linked.pop("createdAt") <= linked.pop("updatedAt")
    assert linked == {
        "id": linked["id"],
        "datasetRunId": stable_run_id(project, dataset.id, "run A"),
        "datasetRunName": "run A",
        "datasetItemId": "first",
        "traceId": "t",
        "observationId": "o",
    }


def test_a_run_is_made_by_its_first_link_and_read_with_all_of_them(link: Any, read: Any, dataset: Dataset) -> None:
    first = link("first", "t1", runDescription="d", metadata={"mm": 1})
    second = link("second", "t2", runDescription="another", metadata={"other": 2})
    run = read("datasets/my%2Fds%201/runs/run%20A")
    assert run.pop("createdAt") == first["createdAt"]
    assert run.pop("updatedAt") == second["updatedAt"]
    assert run == {
        "id": first["datasetRunId"],
        "name": "run A",
        "description": "d",
        "metadata": {"mm": 1},
        "datasetId": dataset.id,
        "datasetName": "my/ds 1",
        "datasetRunItems": [second, first],
    }


def test_what_the_first_link_left_unsaid_a_later_one_may_say(link: Any, read: Any, dataset: Dataset) -> None:
    link("first", "t1", metadata={})
    link("second", "t2", runDescription="d", metadata=[1])
    [run] = read("datasets/my%2Fds%201/runs")["data"]
    assert (run["description"], run["metadata"]) == ("d", [1])


def test_an_item_that_runs_again_in_a_run_is_read_as_often(link: Any, read: Any, dataset: Dataset) -> None:
    links = [link("first", f"t{number}") for number in range(3)]
    page = read("dataset-run-items", datasetId=dataset.id, runName="run A")
    assert page["data"] == links[::-1]
    assert page["meta"] == {"page": 1, "limit": 50, "totalItems": 3, "totalPages": 1}
    again = link("first", "t1")
    assert again["id"] == links[1]["id"]
    assert read("dataset-run-items", datasetId=dataset.id, runName="run A", limit=2, page=2)["meta"]["totalItems"] == 3


def test_links_that_come_at_once_make_one_run(link: Any, read: Any, dataset: Dataset) -> None:
    with ThreadPoolExecutor(8) as threads:
        links = list(threads.map(lambda number: link("first", f"t{number}"), range(32)))
    assert len({linked["datasetRunId"] for linked in links}) == 1
    assert read("datasets/my%2Fds%201/runs")["meta"]["totalItems"] == 1
    assert len(read("datasets/my%2Fds%201/runs/run%20A")["datasetRunItems"]) == 32


def test_a_trace_is_found_by_its_observation(link: Any, export: Any, dataset: Dataset) -> None:
    export(span(0x77, 0x1, {}))
    linked = link(trace_id=None, observationId="0000000000000001")
    assert linked["traceId"] == f"{0x77:032x}"


@pytest.mark.parametrize(
    ("change", "status", "named"),
    [
        ({"datasetItemId": "unknown"}, 404, "unknown"),
        ({"traceId": None}, 400, "traceId"),
        ({"traceId": None, "observationId": "0000000000000009"}, 404, "0000000000000009"),
        ({"runName": None}, 400, "runName"),
        ({"runName": ""}, 400, "runName"),
        ({"datasetItemId": None}, 400, "datasetItemId"),
        ({"datasetVersion": "yesterday"}, 400, "datasetVersion"),
        ({"datasetVersion": "2020-01-01T00:00:00Z"}, 404, "first"),
        ({"createdAt": 7}, 400, "createdAt"),
        ({"runDescription": 7}, 400, "runDescription"),
        ({"traceId": "t" * 801}, 400, "traceId"),
    ],
)
def test_a_link_that_makes_no_sense_is_refused(
    client: TestClient, dataset: Dataset, change: dict[str, Any], status: int, named: str
) -> None:
    body = {"runName": "r", "datasetItemId": "first", "traceId": "t"} | change
    answer = client.post(LINKS, json=body)
    assert answer.status_code == status, answer.text
    assert named in answer.text


@pytest.mark.parametrize("body", ["[]", "null", "{", '"x"'])
def test_what_is_no_link_is_refused(client: TestClient, body: str) -> None:
    assert client.post(LINKS, content=body).status_code == 400


def test_archived_and_deleted_items_are_linked_only_as_of_an_earlier_version(
    client: TestClient, stores: Stores, dataset: Dataset, project: str
) -> None:
    write_items(stores.events, stores.records, dataset, [ItemIn(id="first", status=ItemStatus.ARCHIVED)])
    delete_item(stores.events, stores.records, project, "second")
    for item_id in ("first", "second"):
        body = {"runName": "r", "datasetItemId": item_id, "traceId": "t"}
        refused = client.post(LINKS, json=body)
        assert (refused.status_code, refused.json()["error"]) == (404, "LangfuseNotFoundError")
        taken = client.post(LINKS, json=body | {"datasetVersion": "2200-01-21T14:35:42Z"})
        assert taken.status_code == 200, taken.text


def test_runs_come_by_page_the_newest_first(link: Any, read: Any, dataset: Dataset, make_dataset: Any) -> None:
    make_dataset("other", ("elsewhere",))
    link("elsewhere", run_name="of the other")
    for number in range(3):
        link(run_name=f"run {number}")
    page = read("datasets/my%2Fds%201/runs", limit=2)
    assert [run["name"] for run in page["data"]] == ["run 2", "run 1"]
    assert page["meta"] == {"page": 1, "limit": 2, "totalItems": 3, "totalPages": 2}
    assert [run["name"] for run in read("datasets/my%2Fds%201/runs", limit=2, page=2)["data"]] == ["run 0"]
    assert [run["name"] for run in read("datasets/other/runs")["data"]] == ["of the other"]


@pytest.mark.parametrize(
    ("dataset_name", "run_name", "path"),
    [
        ("my/ds 1", "a/b c", "my%2Fds%201/runs/a%2Fb%20c"),
        ("my/ds 1", "a/b c", "my/ds%201/runs/a/b%20c"),
        ("my/ds 1", "a/b c", "my%252Fds%25201/runs/a%252Fb%2520c"),
        ("a/runs/b", "c", "a%2Fruns%2Fb/runs/c"),
        ("a/runs/b", "c", "a/runs/b/runs/c"),
        ("a", "b/runs/c", "a/runs/b%2Fruns%2Fc"),
        ("a", "b/runs/c", "a/runs/b/runs/c"),
        ("a", "runs", "a/runs/runs"),
    ],
)
def test_names_may_hold_slashes_however_they_are_encoded(
    client: TestClient, link: Any, make_dataset: Callable[..., Dataset], dataset_name: str, run_name: str, path: str
) -> None:
    make_dataset(dataset_name)
    link(run_name=run_name)
    found = client.get(f"/api/public/datasets/{path}")
    assert found.status_code == 200, found.text
    assert (found.json()["datasetName"], found.json()["name"]) == (dataset_name, run_name)
    assert client.delete(f"/api/public/datasets/{path}").status_code == 200
    assert client.get(f"/api/public/datasets/{path}").status_code == 404


def test_query_values_may_be_encoded_twice(client: TestClient, link: Any, dataset: Dataset) -> None:
    link()
    answer = client.get(f"{LINKS}?datasetId={dataset.id.replace('/', '%2F').replace(' ', '%20')}&runName=run%2520A")
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"{RUNS}/unknown", 404),
        ("/api/public/datasets/unknown/runs", 404),
        ("/api/public/datasets/unknown/runs/run", 404),
        (f"{LINKS}?datasetId=unknown&runName=r", 404),
        (f"{LINKS}?runName=r", 400),
        (f"{LINKS}?datasetId=d", 400),
        (f"{RUNS}?page=0", 400),
        (f"{RUNS}?limit=10000", 400),
    ],
)
def test_what_is_not_there_and_what_is_wrong_is_told(
    client: TestClient, dataset: Dataset, path: str, status: int
) -> None:
    answer = client.get(path)
    assert answer.status_code == status, answer.text
    assert answer.json()["message"]


def test_a_deleted_run_is_gone_with_its_scores_and_the_traces_stay(
    client: TestClient, link: Any, read: Any, export: Any, dataset: Dataset
) -> None:
    export(span(0x7, 0x1, {"langfuse.observation.output": "o"}))
    run_id = link(trace_id=f"{7:032x}")["datasetRunId"]
    link(run_name="another", trace_id=f"{7:032x}")
    for subject in ({"datasetRunId": run_id}, {"traceId": f"{7:032x}"}):
        assert client.post("/api/public/scores", json={"name": "s", "value": 1, **subject}).status_code == 200
    deleted = client.delete(f"{RUNS}/run%20A")
    assert deleted.status_code == 200
    assert "run A" in deleted.json()["message"]
    assert [run["name"] for run in read("datasets/my%2Fds%201/runs")["data"]] == ["another"]
    assert read("v3/scores", experimentId=run_id)["data"] == []
    trace = read(f"traces/{7:032x}")
    assert (trace["output"], len(trace["scores"])) == ("o", 1)
    assert client.delete(f"{RUNS}/run%20A").status_code == 404
    link()
    assert len(read("datasets/my%2Fds%201/runs")["data"]) == 2


def test_a_run_of_another_project_is_not_there(client: TestClient, link: Any, stores: Stores, dataset: Dataset) -> None:
    linked = link()
    assert linked["datasetRunId"] != stable_run_id("another", dataset.id, "run A")
    client.auth = None
    for path in (f"{RUNS}/run%20A", RUNS, f"{LINKS}?datasetId={dataset.id}&runName=run A"):
        assert client.get(path).status_code == 401


def test_spans_alone_make_a_run_of_the_dataset_too(
    link: Any, export: Any, read: Any, dataset: Dataset, project: str
) -> None:
    run_id = stable_run_id(project, dataset.id, "run A")
    said = {
        "id": run_id,
        "name": "run A",
        "dataset.id": dataset.id,
        "item.id": "first",
        "item.root_observation_id": f"{1:016x}",
    }
    export(span(0x7, 0x1, {f"langfuse.experiment.{key}": value for key, value in said.items()}))
    linked = link("second")
    assert linked["datasetRunId"] == run_id
    run = read("datasets/my%2Fds%201/runs/run%20A")
    assert [item["datasetItemId"] for item in run["datasetRunItems"]] == ["second", "first"]
    assert run["datasetRunItems"][1]["observationId"] == f"{1:016x}"
    assert run["createdAt"] == "2026-11-20T10:00:00.000Z"


def test_a_run_under_an_id_of_its_own_is_found_by_its_name(export: Any, read: Any, dataset: Dataset) -> None:
    said = {"id": "nightly", "name": "mine", "dataset.id": dataset.id, "item.id": "first"}
    export(span(0x7, 0x1, {f"langfuse.experiment.{key}": value for key, value in said.items()}))
    assert read("datasets/my%2Fds%201/runs/mine")["id"] == "nightly"
