"""Names of prompts in URLs, over a real socket: what a test client sends is decoded once more."""

from collections.abc import Iterator
from uuid import uuid4

import httpx2
import pytest

PATH = "/api/public/v2/prompts"


@pytest.fixture
def folder(http: httpx2.Client) -> Iterator[str]:
    """A folder that no other test uses, with a prompt `p 1` in it."""
    folder = uuid4().hex
    created = http.post(PATH, json={"name": f"{folder}/p 1", "prompt": "hi", "labels": ["production", "x"]})
    assert created.status_code == 201
    yield folder
    http.delete(f"{PATH}/{folder}%2Fp%201")


@pytest.mark.parametrize("encoded", ["{}%2Fp%201", "{}/p%201", "{}%252Fp%25201"])
def test_a_name_in_a_folder_is_found_however_it_is_encoded(http: httpx2.Client, folder: str, encoded: str) -> None:
    url = f"{PATH}/{encoded.format(folder)}"
    assert http.get(url).json()["name"] == f"{folder}/p 1"
    assert http.get(f"{url}?version=1").json()["version"] == 1
    assert http.patch(f"{url}/versions/1", json={"newLabels": ["y"]}).json()["labels"] == [
        "latest",
        "production",
        "x",
        "y",
    ]
    assert http.delete(f"{url}?label=x").status_code == 204
    assert http.get(url).status_code == 404


def test_a_name_that_only_looks_encoded_is_taken_as_it_is(http: httpx2.Client, folder: str) -> None:
    for name in (f"{folder}/100%", f"{folder}/100%25"):
        http.post(PATH, json={"name": name, "prompt": name, "labels": ["production"]})
    assert http.get(f"{PATH}/{folder}%2F100%2525").json()["prompt"] == f"{folder}/100%25"
    assert http.get(f"{PATH}/{folder}%2F100%25").json()["prompt"] == f"{folder}/100%"


def test_a_name_with_versions_in_it_can_be_labelled(http: httpx2.Client, folder: str) -> None:
    name = f"{folder}/versions/7"
    http.post(PATH, json={"name": name, "prompt": "hi"})
    answer = http.patch(f"{PATH}/{name}/versions/1", json={"newLabels": ["x"]})
    assert (answer.json()["name"], answer.json()["version"]) == (name, 1)


def test_an_empty_name_is_not_found(http: httpx2.Client) -> None:
    assert http.get(f"{PATH}/").status_code == 404
