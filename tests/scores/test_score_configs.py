"""Score configs: defined, listed, changed and archived over the wire."""

from datetime import datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ratchet.auth.keys import create_key, ensure_project
from ratchet.server.stores import Stores

PATH = "/api/public/score-configs"
CATEGORIES = [{"label": "good", "value": 1}, {"label": "bad", "value": 0.5}]


def define(client: TestClient, **body: Any) -> dict[str, Any]:
    answer = client.post(PATH, json={"name": "helpful", "dataType": "NUMERIC", **body})
    assert answer.status_code == 200, answer.text
    return answer.json()


def refused(answer: Any) -> str:
    assert answer.status_code == 400, answer.text
    assert answer.json()["message"] == "Invalid request data"
    return answer.json()["error"][0]["field"]


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ({}, {"minValue": None, "maxValue": None, "categories": None, "description": None, "quality": None}),
        ({"minValue": -1, "maxValue": 2.5}, {"minValue": -1, "maxValue": 2.5}),
        ({"minValue": 0, "maxValue": None}, {"minValue": 0, "maxValue": None}),
        ({"minValue": 0, "maxValue": 1, "quality": True}, {"quality": True}),
        ({"quality": False}, {"quality": False}),
        ({"dataType": "CATEGORICAL", "categories": CATEGORIES}, {"categories": CATEGORIES}),
        (
            {"dataType": "BOOLEAN", "quality": True},
            {"categories": [{"label": "True", "value": 1}, {"label": "False", "value": 0}], "quality": True},
        ),
        ({"dataType": "TEXT", "description": "What one would say"}, {"description": "What one would say"}),
        ({"name": "Höflichkeit (v1.2) - a_b"}, {"name": "Höflichkeit (v1.2) - a_b"}),
        ({"isArchived": True}, {"isArchived": True}),
    ],
)
def test_a_config_is_shown_as_it_was_defined(
    client: TestClient, project: str, body: dict[str, Any], shown: dict[str, Any]
) -> None:
    made = define(client, **body)
    assert shown.items() <= made.items()
    assert (made["projectId"], made["dataType"]) == (project, body.get("dataType", "NUMERIC"))
    assert made["isArchived"] is body.get("isArchived", False)
    assert datetime.fromisoformat(made["createdAt"]) == datetime.fromisoformat(made["updatedAt"])
    assert client.get(f"{PATH}/{made['id']}").json() == made


NUMERIC = {"name": "n", "dataType": "NUMERIC"}
BAD: dict[str, tuple[Any, str]] = {
    "no object": ([], "body"),
    "no name": ({"dataType": "NUMERIC"}, "name"),
    "an empty name": ({**NUMERIC, "name": ""}, "name"),
    "a name of 36 characters": ({**NUMERIC, "name": "x" * 36}, "name"),
    "a name that ends in a line break": ({**NUMERIC, "name": "a\n"}, "name"),
    "a label with a NUL": (
        {"name": "n", "dataType": "CATEGORICAL", "categories": [{"label": "\0", "value": 1}]},
        "categories.0.label",
    ),
    "a name with a slash": ({**NUMERIC, "name": "a/b"}, "name"),
    "no type": ({"name": "n"}, "dataType"),
    "an unknown type": ({**NUMERIC, "dataType": "MOOD"}, "dataType"),
    "a correction": ({**NUMERIC, "dataType": "CORRECTION"}, "dataType"),
    "a least that is the most": ({**NUMERIC, "minValue": 1, "maxValue": 1}, "maxValue"),
    "a bound that is a text": ({**NUMERIC, "minValue": "low"}, "minValue"),
    "a bound of a category": ({"name": "n", "dataType": "CATEGORICAL", "minValue": 1}, "minValue"),
    "categories of numbers": ({**NUMERIC, "categories": CATEGORIES}, "categories"),
    "categories of a boolean": ({"name": "n", "dataType": "BOOLEAN", "categories": CATEGORIES}, "categories"),
    "no categories": ({"name": "n", "dataType": "CATEGORICAL"}, "categories"),
    "an empty list of categories": ({"name": "n", "dataType": "CATEGORICAL", "categories": []}, "categories"),
    "a label twice": (
        {"name": "n", "dataType": "CATEGORICAL", "categories": [*CATEGORIES, {"label": "bad", "value": 7}]},
        "categories",
    ),
    "a number twice": (
        {"name": "n", "dataType": "CATEGORICAL", "categories": [*CATEGORIES, {"label": "best", "value": 1}]},
        "categories",
    ),
    "a category without a number": (
        {"name": "n", "dataType": "CATEGORICAL", "categories": [{"label": "x"}]},
        "categories.0.value",
    ),
    "1001 categories": (
        {"name": "n", "dataType": "CATEGORICAL", "categories": [{"label": str(i), "value": i} for i in range(1001)]},
        "categories",
    ),
    "quality of an open scale": ({**NUMERIC, "quality": True}, "quality"),
    "quality of a scale of 1 to 5": ({**NUMERIC, "minValue": 1, "maxValue": 5, "quality": True}, "quality"),
    "quality of a text": ({"name": "n", "dataType": "TEXT", "quality": True}, "quality"),
    "a mark that is a text": ({**NUMERIC, "quality": "good"}, "quality"),
    "an id with a line break": ({**NUMERIC, "id": "a\nb"}, "id"),
    "a description with a NUL": ({**NUMERIC, "description": "\0"}, "description"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_config_is_refused_by_the_name_of_its_field(client: TestClient, name: str) -> None:
    body, field = BAD[name]
    assert refused(client.post(PATH, json=body)) == field
    assert client.get(PATH).json()["meta"]["totalItems"] == 0


@pytest.mark.parametrize("bound", ["NaN", "Infinity", "1e999"])
def test_a_bound_that_is_no_finite_number_is_refused(client: TestClient, bound: str) -> None:
    text = f'{{"name": "n", "dataType": "NUMERIC", "minValue": {bound}}}'
    assert refused(client.post(PATH, content=text)) == "minValue"


def test_configs_are_listed_page_by_page_the_newest_first(client: TestClient) -> None:
    made = [define(client, name=f"n{number}")["id"] for number in range(5)]
    pages = [client.get(PATH, params={"page": page, "limit": 2}).json() for page in (1, 2, 3, 4)]
    assert [config["id"] for page in pages for config in page["data"]] == made[::-1]
    assert pages[0]["meta"] == {"page": 1, "limit": 2, "totalItems": 5, "totalPages": 3}


@pytest.mark.parametrize(
    ("parameters", "field"),
    [({"page": 0}, "page"), ({"limit": 101}, "limit"), ({"limit": "all"}, "limit"), ({"colour": "blue"}, "colour")],
)
def test_a_list_that_is_asked_for_wrongly_is_refused(
    client: TestClient, parameters: dict[str, Any], field: str
) -> None:
    assert refused(client.get(PATH, params=parameters)) == field


def test_a_change_touches_only_what_it_names(client: TestClient) -> None:
    made = define(client, minValue=0, maxValue=1, description="how helpful", quality=True)
    answer = client.patch(f"{PATH}/{made['id']}", json={"isArchived": True})
    assert answer.status_code == 200
    assert {**made, "isArchived": True, "updatedAt": ""} == {**answer.json(), "updatedAt": ""}
    assert client.get(f"{PATH}/{made['id']}").json() == answer.json()


def test_null_opens_a_bound_and_forgets_a_description_and_a_mark(client: TestClient) -> None:
    made = define(client, minValue=0, maxValue=1, description="how helpful", quality=True)
    nothing = {"maxValue": None, "description": None, "quality": None, "name": None, "isArchived": None}
    changed = client.patch(f"{PATH}/{made['id']}", json=nothing).json()
    assert (changed["minValue"], changed["maxValue"], changed["description"], changed["quality"]) == (
        0,
        None,
        None,
        None,
    )
    assert (changed["name"], changed["isArchived"]) == ("helpful", False)


def test_categories_are_replaced(client: TestClient) -> None:
    made = define(client, dataType="CATEGORICAL", categories=CATEGORIES)
    more = [*CATEGORIES, {"label": "best", "value": 2}]
    assert client.patch(f"{PATH}/{made['id']}", json={"categories": more}).json()["categories"] == more


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"minValue": 2}, "maxValue"),
        ({"maxValue": 5}, "quality"),
        ({"categories": CATEGORIES}, "categories"),
        ({"name": "a/b"}, "name"),
        ({"isArchived": "maybe"}, "isArchived"),
    ],
)
def test_a_change_that_would_make_a_bad_config_is_refused_and_changes_nothing(
    client: TestClient, body: dict[str, Any], field: str
) -> None:
    made = define(client, minValue=0, maxValue=1, quality=True)
    assert refused(client.patch(f"{PATH}/{made['id']}", json=body)) == field
    assert client.get(f"{PATH}/{made['id']}").json() == made


def test_the_type_of_a_config_stays(client: TestClient) -> None:
    made = define(client, id="c")
    for answer in (
        client.patch(f"{PATH}/{made['id']}", json={"dataType": "TEXT"}),
        client.post(PATH, json={"id": "c", "name": "n", "dataType": "TEXT"}),
    ):
        assert (answer.status_code, answer.json()["error"]) == (409, "LangfuseConflictError")
    assert client.patch(f"{PATH}/{made['id']}", json={"dataType": "NUMERIC"}).status_code == 200


def test_a_config_that_is_defined_again_under_its_id_is_replaced(client: TestClient) -> None:
    first = define(client, id="a/b", minValue=0, description="old")
    second = define(client, id="a/b", name="kind")
    assert (second["createdAt"], second["minValue"], second["description"]) == (first["createdAt"], None, None)
    assert client.get(f"{PATH}/a%2Fb").json() == second
    assert client.get(PATH).json()["meta"]["totalItems"] == 1


def test_a_config_that_is_not_there_is_not_found(client: TestClient) -> None:
    for answer in (client.get(f"{PATH}/nope"), client.patch(f"{PATH}/nope", json={"name": "n"})):
        assert (answer.status_code, answer.json()["error"]) == (404, "LangfuseNotFoundError")


def test_a_config_of_another_project_is_not_found(client: TestClient, stores: Stores, project: str) -> None:
    made = define(client)
    ensure_project(stores.records, f"{project}-other", "Another project")
    key = create_key(stores.records, f"{project}-other")
    client.auth = (key.public_key, key.secret_key)
    assert client.get(f"{PATH}/{made['id']}").status_code == 404
    assert client.patch(f"{PATH}/{made['id']}", json={"isArchived": True}).status_code == 404
    assert client.get(PATH).json()["data"] == []
