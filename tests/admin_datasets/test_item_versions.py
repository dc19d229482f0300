"""The versions of an item: what it was before it was edited."""

from fastapi.testclient import TestClient


def test_every_edit_of_an_item_is_a_version_the_newest_first(client: TestClient, name: str) -> None:
    items = f"/admin/datasets/{name}/items"
    client.post(items, json={"id": "folder/one", "input": "Who?", "expected_output": "a"}).raise_for_status()
    for change in ({"expected_output": "b"}, {"status": "ARCHIVED"}):
        client.patch(f"{items}/folder%2Fone", json=change).raise_for_status()
    client.delete(f"{items}/folder%2Fone").raise_for_status()

    found = client.get(f"/admin/datasets/{name}/item-versions", params={"id": "folder/one"}).json()

    told = [(version["expected_output"], version["status"], version["deleted"]) for version in found["versions"]]
    assert told == [
        ("b", "ARCHIVED", True),
        ("b", "ARCHIVED", False),
        ("b", "ACTIVE", False),
        ("a", "ACTIVE", False),
    ]
    assert not found["more"]
    times = [version["updated_at"] for version in found["versions"]]
    assert times == sorted(times, reverse=True)


def test_older_versions_than_asked_for_are_told_of(client: TestClient, name: str) -> None:
    items = f"/admin/datasets/{name}/items"
    for answer in ("a", "b", "c"):
        client.post(items, json={"id": "one", "input": "Who?", "expected_output": answer}).raise_for_status()
    found = client.get(f"/admin/datasets/{name}/item-versions", params={"id": "one", "limit": 2}).json()
    assert ([version["expected_output"] for version in found["versions"]], found["more"]) == (["c", "b"], True)


def test_an_item_of_another_dataset_has_no_versions_here(client: TestClient, name: str) -> None:
    answer = client.get(f"/admin/datasets/{name}/item-versions", params={"id": "nobody"})
    assert answer.status_code == 404
    assert "nobody" in answer.json()["message"]
