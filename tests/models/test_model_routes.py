"""Models with prices over Langfuse's API: published ones to read, a project's own to create, replace and delete."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

PATH = "/api/public/models"

FLAT = {
    "modelName": "house-7b",
    "matchPattern": "(?i)^house-7b$",
    "unit": "TOKENS",
    "inputPrice": 0.000001,
    "outputPrice": 0.000002,
}
STANDARD = {"name": "Standard", "isDefault": True, "priority": 0, "conditions": [], "prices": {"input": 1, "output": 2}}
LARGE = {
    "name": "Large",
    "isDefault": False,
    "priority": 1,
    "conditions": [{"usageDetailPattern": "^input", "operator": "gt", "value": 1000, "caseSensitive": False}],
    "prices": {"input": 3},
}
FAST = {
    "name": "Fast",
    "priority": 2,
    "conditions": [{"source": "metadata", "key": "tier", "operator": "in", "values": ["fast"]}],
    "prices": {"input": 4},
}


def tiered(*tiers: dict[str, Any]) -> dict[str, Any]:
    return {"modelName": "m", "matchPattern": "m", "unit": "TOKENS", "pricingTiers": list(tiers)}


@pytest.fixture
def create(client: TestClient) -> Any:
    """Create a model, which must succeed."""

    def create_one(body: dict[str, Any] = FLAT, **more: Any) -> dict[str, Any]:
        answer = client.post(PATH, json=body | more)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return create_one


def test_a_model_is_read_back_as_it_was_created(create: Any, client: TestClient) -> None:
    created = create(startDate="2026-11-01T00:00:00+01:00", tokenizerId="openai", tokenizerConfig={"a": 1})
    assert client.get(f"{PATH}/{created['id']}").json() == created
    assert (
        created.items()
        >= {
            "modelName": "house-7b",
            "matchPattern": "(?i)^house-7b$",
            "startDate": "2026-10-31T23:00:00.000Z",
            "unit": "TOKENS",
            "inputPrice": 0.000001,
            "outputPrice": 0.000002,
            "totalPrice": None,
            "tokenizerId": "openai",
            "tokenizerConfig": {"a": 1},
            "isLangfuseManaged": False,
            "prices": {"input": {"price": 0.000001}, "output": {"price": 0.000002}},
        }.items()
    )
    (tier,) = created["pricingTiers"]
    assert tier.items() >= {"name": "Standard", "isDefault": True, "priority": 0, "conditions": []}.items()
    assert tier["prices"] == {"input": 0.000001, "output": 0.000002}


def test_tiers_are_read_back_by_their_priority(create: Any) -> None:
    created = create(tiered(FAST, LARGE, STANDARD))
    sent = [STANDARD, LARGE, {**FAST, "isDefault": False}]
    assert [{**tier, "id": None} for tier in created["pricingTiers"]] == [{**tier, "id": None} for tier in sent]
    assert (created["inputPrice"], created["outputPrice"]) == (1, 2)


def test_own_models_come_first_and_published_ones_behind(create: Any, client: TestClient) -> None:
    published = client.get(PATH, params={"limit": 100}).json()
    assert published["meta"]["totalItems"] > 1000
    assert all(model["isLangfuseManaged"] for model in published["data"])
    created = create()
    listed = client.get(PATH, params={"limit": 2}).json()
    assert listed["data"] == [created, published["data"][0]]
    total = published["meta"]["totalItems"] + 1
    assert listed["meta"] == {"page": 1, "limit": 2, "totalItems": total, "totalPages": -(-total // 2)}
    last = client.get(PATH, params={"limit": 2, "page": listed["meta"]["totalPages"]}).json()
    assert last["data"]
    assert client.get(PATH, params={"page": 1_000_000}).json()["data"] == []


def test_a_published_model_is_found_by_its_id_and_cannot_be_changed(client: TestClient) -> None:
    model = client.get(f"{PATH}/openai:gpt-4o").json()
    assert (model["modelName"], model["isLangfuseManaged"], model["unit"]) == ("gpt-4o", True, "TOKENS")
    assert 0 < model["inputPrice"] < model["outputPrice"] < 0.001
    assert client.put(f"{PATH}/openai:gpt-4o", json=FLAT).status_code == 403
    assert client.delete(f"{PATH}/openai:gpt-4o").status_code == 403


def test_putting_a_model_creates_it_or_replaces_it(client: TestClient) -> None:
    first = client.put(f"{PATH}/my%2Fmodel", json=FLAT)
    again = client.put(f"{PATH}/my%2Fmodel", json=FLAT | {"inputPrice": 5, "modelName": "other"})
    assert (first.status_code, again.status_code) == (200, 200)
    assert (again.json()["id"], again.json()["inputPrice"]) == ("my/model", 5)
    assert again.json()["createdAt"] == first.json()["createdAt"]
    assert client.get(f"{PATH}/my%2Fmodel").json() == again.json()
    assert [model["modelName"] for model in client.get(PATH, params={"limit": 1}).json()["data"]] == ["other"]


def test_a_deleted_model_is_gone(create: Any, client: TestClient) -> None:
    path = f"{PATH}/{create()['id']}"
    assert client.delete(path).status_code == 204
    assert client.get(path).status_code == 404
    answer = client.delete(path)
    assert (answer.status_code, answer.json()["error"]) == (404, "LangfuseNotFoundError")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (FLAT | {"modelName": ""}, "modelName"),
        (FLAT | {"modelName": None}, "modelName"),
        (FLAT | {"matchPattern": "("}, "matchPattern"),
        (FLAT | {"matchPattern": "(?=x)"}, "matchPattern"),
        (FLAT | {"matchPattern": "a{1000}{1000}"}, "matchPattern"),
        (FLAT | {"matchPattern": "a" * 1001}, "matchPattern"),
        (FLAT | {"unit": "EUROS"}, "unit"),
        (FLAT | {"startDate": "soon"}, "startDate"),
        (FLAT | {"inputPrice": -1}, "inputPrice"),
        (FLAT | {"tokenizerId": "abacus"}, "tokenizerId"),
        (FLAT | {"totalPrice": 1}, "body"),
        (FLAT | {"inputPrice": None, "outputPrice": None}, "body"),
        (FLAT | {"pricingTiers": [STANDARD]}, "body"),
        (tiered(), "body"),
        (tiered(LARGE), "body"),
        (tiered(STANDARD, {**STANDARD, "name": "Other"}), "body"),
        (tiered(STANDARD, LARGE, {**FAST, "priority": 1}), "body"),
        (tiered(STANDARD, LARGE, {**FAST, "name": "Large"}), "body"),
        (tiered({**STANDARD, "priority": 1}), "pricingTiers.0"),
        (tiered(STANDARD, {**LARGE, "conditions": []}), "pricingTiers.1"),
        (tiered(STANDARD, {**LARGE, "prices": {}}), "pricingTiers.1.prices"),
        (tiered(STANDARD, {**LARGE, "prices": {"input": "cheap"}}), "pricingTiers.1.prices.input"),
        (tiered(STANDARD, {**LARGE, "conditions": [{"operator": "gt", "value": 1}]}), "pricingTiers.1.conditions.0"),
        (tiered(STANDARD, {**LARGE, "conditions": [{"operator": "in", "key": "a"}]}), "pricingTiers.1.conditions.0"),
    ],
)
def test_a_model_that_is_wrong_is_refused_by_the_name_of_its_field(
    client: TestClient, body: dict[str, Any], field: str
) -> None:
    for answer in (client.post(PATH, json=body), client.put(f"{PATH}/m", json=body)):
        assert answer.status_code == 400, answer.text
        assert answer.json()["error"][0]["field"] == field
    assert client.get(f"{PATH}/m").status_code == 404


@pytest.mark.parametrize("query", ["page=0", "limit=101", "limit=x", "name=gpt-4o"])
def test_a_list_that_cannot_be_is_refused(client: TestClient, query: str) -> None:
    assert client.get(f"{PATH}?{query}").status_code == 400


def test_without_a_key_no_model_is_told(client: TestClient) -> None:
    client.auth = None
    assert client.get(PATH).status_code == 401
    assert client.post(PATH, json=FLAT).status_code == 401
