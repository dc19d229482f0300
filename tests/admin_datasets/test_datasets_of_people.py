from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ratchet.domain.run import RunItem
from ratchet.store.events import EventStore
from ratchet.store.events.run_items import write_run_items

Create = Callable[..., dict[str, Any]]
NAMES = ["plain", "folder/with slash", "ü 日本 +&?#", "x/items", "y/import"]


def path_of(dataset: dict[str, Any]) -> str:
    return f"/admin/datasets/{dataset['id']}"


def test_a_dataset_is_made_shown_and_listed(client: TestClient) -> None:
    sent = {"name": "made", "description": "what for", "metadata": {"team": "qa"}, "input_schema": {"type": "object"}}
    made = client.post("/admin/datasets", json=sent)
    assert made.status_code == 201
    shown = client.get("/admin/datasets/made").json()
    assert shown == made.json()
    assert shown.items() >= sent.items()
    assert (shown["item_count"], shown["archived_at"]) == (0, None)
    assert client.get("/admin/datasets").json() == {"datasets": [shown], "total": 1}


@pytest.mark.parametrize("name", NAMES)
def test_any_name_can_be_read_by_the_id_of_its_dataset(client: TestClient, create: Create, name: str) -> None:
    dataset = create(name)
    assert client.get(path_of(dataset)).json()["name"] == name


@pytest.mark.parametrize("name", NAMES[:3])
def test_names_with_slashes_and_signs_are_paths(client: TestClient, create: Create, name: str) -> None:
    create(name)
    quoted = "".join(f"%{byte:02X}" for byte in name.encode())
    assert client.get(f"/admin/datasets/{quoted}").json()["name"] == name
    assert client.get(f"/admin/datasets/{quoted}/items").json() == {"items": [], "total": 0}


def test_a_name_that_is_taken_is_a_conflict_even_in_the_archive(client: TestClient, create: Create) -> None:
    dataset = create("taken")
    assert client.post("/admin/datasets", json={"name": "taken"}).status_code == 409
    client.patch(path_of(dataset), json={"archived": True})
    answer = client.post("/admin/datasets", json={"name": "taken"})
    assert answer.status_code == 409
    assert "archived" in answer.json()["message"]


def test_a_dataset_is_renamed_with_its_items(client: TestClient, create: Create) -> None:
    create("before")
    client.post("/admin/datasets/before/items", json={"input": "a"})
    renamed = client.patch("/admin/datasets/before", json={"name": "after"}).json()
    assert (renamed["name"], renamed["item_count"]) == ("after", 1)
    assert client.get("/admin/datasets").json()["datasets"] == [renamed]
    assert client.get("/admin/datasets/before").status_code == 404


def test_nothing_is_changed_where_the_new_name_is_taken(client: TestClient, create: Create) -> None:
    create("one", description="kept")
    create("other")
    answer = client.patch("/admin/datasets/one", json={"name": "other", "description": "lost"})
    assert answer.status_code == 409
    assert client.get("/admin/datasets/one").json()["description"] == "kept"


def test_an_archived_dataset_is_out_of_the_list_and_takes_no_items_until_it_is_restored(
    client: TestClient, create: Create
) -> None:
    create("old")
    assert client.patch("/admin/datasets/old", json={"archived": True}).json()["archived_at"]
    assert client.get("/admin/datasets").json()["total"] == 0
    assert [dataset["name"] for dataset in client.get("/admin/datasets?archived=true").json()["datasets"]] == ["old"]
    assert client.post("/admin/datasets/old/items", json={"input": "a"}).status_code == 409
    assert client.patch("/admin/datasets/old", json={"archived": False}).json()["archived_at"] is None
    assert client.post("/admin/datasets/old/items", json={"input": "a"}).status_code == 200


def test_a_change_of_an_archived_dataset_leaves_it_archived(client: TestClient, create: Create) -> None:
    create("old")
    client.patch("/admin/datasets/old", json={"archived": True})
    changed = client.patch("/admin/datasets/old", json={"description": "said later"}).json()
    assert changed["description"] == "said later"
    assert changed["archived_at"]


def test_a_dataset_is_deleted_with_its_items(client: TestClient, create: Create) -> None:
    create("gone")
    client.post("/admin/datasets/gone/items", json={"id": "an-item", "input": "a"})
    assert client.delete("/admin/datasets/gone").json() == {"name": "gone", "outcome": "deleted", "run_count": 0}
    assert client.get("/admin/datasets/gone").status_code == 404
    assert client.get("/api/public/dataset-items/an-item").status_code == 404
    assert create("gone")["item_count"] == 0


def test_a_dataset_with_runs_is_archived_unless_it_is_forced(
    client: TestClient, create: Create, events: EventStore, project: str
) -> None:
    dataset = create("run")
    write_run_items(events, [RunItem(project, "a-run", "a-trace", "", "an-item", 10**18, 10**18, dataset["id"], "run")])
    answer = client.delete("/admin/datasets/run").json()
    assert answer == {"name": "run", "outcome": "archived", "run_count": 1}
    assert client.get("/admin/datasets/run").json()["archived_at"]
    answer = client.delete("/admin/datasets/run?force=true").json()
    assert answer == {"name": "run", "outcome": "deleted", "run_count": 1}
    assert client.get("/admin/datasets/run").status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "names"),
    [
        ("POST", "", {"description": "nameless"}, 422, "name"),
        ("POST", "", {"name": ""}, 422, "name"),
        ("POST", "", {"name": "n", "nmae": "x"}, 422, "nmae"),
        ("POST", "", {"name": "n", "input_schema": {"type": "no type"}}, 400, "Schema"),
        ("PATCH", "/set", {"archive": True}, 422, "archive"),
        ("PATCH", "/set", {"name": "two\nlines"}, 422, "name"),
        ("GET", "?limit=1001", None, 422, "limit"),
        ("GET", "?page=1", None, 422, "page"),
        ("GET", "/set/items?offset=-1", None, 422, "offset"),
        ("GET", "/set/items?as_of=yesterday", None, 422, "as_of"),
        ("DELETE", "/set?force=maybe", None, 422, "force"),
        ("GET", "/nowhere", None, 404, "nowhere"),
        ("GET", "/no%00where", None, 404, "where"),
        ("GET", "/nowhere/items", None, 404, "nowhere"),
        ("POST", "/nowhere/import", {}, 404, "nowhere"),
    ],
)
def test_what_cannot_be_understood_is_refused_by_name(
    client: TestClient, create: Create, method: str, path: str, body: Any, status: int, names: str
) -> None:
    create("set")
    answer = client.request(method, f"/admin/datasets{path}", json=body)
    assert answer.status_code == status, answer.text
    assert answer.json().keys() == {"code", "message", "details"}
    assert names in answer.json()["message"]


def test_another_projects_dataset_is_not_there(client: TestClient, create: Create) -> None:
    dataset = create("mine")
    client.auth = None
    assert client.get(path_of(dataset)).status_code == 401


def test_a_body_over_the_limit_is_refused(client: TestClient) -> None:
    answer = client.post("/admin/datasets", content=b" " * (20 * 1024 * 1024 + 1))
    assert answer.status_code == 413
    assert answer.json()["code"] == "too_large"
