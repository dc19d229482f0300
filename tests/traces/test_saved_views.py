"""/admin/views: filters of lists under a name."""

import pytest
from fastapi.testclient import TestClient

from ratchet.auth.keys import create_key, ensure_project
from ratchet.server.stores import Stores
from ratchet.traces import saved_views


def keep(client: TestClient, name: str, page: str = "traces", search: str = "status=error") -> str:
    answer = client.post("/admin/views", json={"page": page, "name": name, "search": search})
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


def names(client: TestClient, **asked: str) -> list[str]:
    return [view["name"] for view in client.get("/admin/views", params=asked).json()]


def test_views_are_listed_by_name_and_page(client: TestClient) -> None:
    keep(client, "Slow")
    keep(client, "Errors")
    keep(client, "Bad", page="scores")
    assert names(client, page="traces") == ["Errors", "Slow"]
    assert names(client) == ["Bad", "Errors", "Slow"]


def test_a_view_of_the_same_name_is_replaced(client: TestClient) -> None:
    keep(client, "Errors")
    keep(client, " Errors ", search="status=error&range=7d")
    [view] = client.get("/admin/views").json()
    assert (view["name"], view["search"]) == ("Errors", "status=error&range=7d")


def test_a_view_can_be_deleted_once(client: TestClient) -> None:
    view_id = keep(client, "Errors")
    assert client.delete(f"/admin/views/{view_id}").status_code == 204
    assert names(client) == []
    assert client.delete(f"/admin/views/{view_id}").status_code == 404


def test_views_of_another_project_are_out_of_reach(client: TestClient, stores: Stores, project: str) -> None:
    view_id = keep(client, "Ours")
    ensure_project(stores.records, f"{project}-b", "b")
    other = create_key(stores.records, f"{project}-b", note="")
    theirs = (other.public_key, other.secret_key)
    assert client.get("/admin/views", auth=theirs).json() == []
    assert client.delete(f"/admin/views/{view_id}", auth=theirs).status_code == 404
    assert names(client) == ["Ours"]


def test_a_page_holds_so_many_views(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_views, "VIEWS_MAX", 1)
    keep(client, "One")
    keep(client, "One", search="status=success")
    answer = client.post("/admin/views", json={"page": "traces", "name": "Two", "search": ""})
    assert (answer.status_code, "Delete one" in answer.json()["message"]) == (409, True)


@pytest.mark.parametrize(
    ("field", "value"), [("name", " "), ("name", "x" * 101), ("page", "../x"), ("search", "x" * 4001), ("extra", 1)]
)
def test_a_bad_field_is_named(client: TestClient, field: str, value: object) -> None:
    body = {"page": "traces", "name": "n", "search": "", field: value}
    answer = client.post("/admin/views", json=body)
    assert answer.status_code == 422
    assert field in answer.text
