"""Whatever is sent to /admin/datasets is answered with a 4xx in its shape, never with a 500."""

import json
from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from fastapi.testclient import TestClient

ODD: list[Any] = [
    None,
    True,
    0,
    -1,
    2**70,
    1.5,
    "",
    "\0",
    "\ud83d",
    "x" * 2000,
    [],
    {},
    [[]],
    {"a": {}},
    float("nan"),
    {"a": "\ud83d"},
]
BODIES: dict[tuple[str, str], list[str]] = {
    ("POST", ""): ["name", "description", "metadata", "input_schema", "expected_output_schema"],
    ("PATCH", "/{name}"): ["name", "description", "metadata", "input_schema", "archived"],
    ("POST", "/{name}/items"): ["id", "input", "expected_output", "metadata", "source_trace_id", "status", "items"],
    ("PATCH", "/{name}/items/an-item"): ["input", "expected_output", "metadata", "source_observation_id", "status"],
    ("POST", "/{name}/traces"): ["trace_ids", "search", "limit", "score"],
}
FIELDS = [(method, path, field) for (method, path), fields in BODIES.items() for field in fields]


@pytest.mark.parametrize(("method", "path", "field"), FIELDS)
def test_no_value_of_any_field_breaks_a_route(
    client: TestClient, name: str, method: str, path: str, field: str
) -> None:
    client.post(f"/admin/datasets/{name}/items", json={"id": "an-item", "input": "a"})
    for value in ODD:
        needed = {"name": f"n{id(value)}"} if path == "" and field != "name" else {}
        url = f"/admin/datasets{path.format(name=name)}"
        content = json.dumps(needed | {field: value})
        answer = client.request(method, url, content=content, headers={"Content-Type": "application/json"})
        assert answer.status_code < 500, (value, answer.text)
        assert answer.status_code < 400 or answer.json().keys() == {"code", "message", "details"}
        client.patch(f"/admin/datasets/{name}", json={"archived": False})


@pytest.mark.parametrize("content", [b"", b"{", b"null", b"[]", b"\xff", b'{"a":' * 2000, b'"\\ud83d"'])
def test_no_body_breaks_a_route(client: TestClient, name: str, content: bytes) -> None:
    for (method, path), as_json in product(BODIES, (True, False)):
        headers = {"Content-Type": "application/json"} if as_json else {}
        url = f"/admin/datasets{path.format(name=name)}"
        answer = client.request(method, url, content=content, headers=headers)
        assert 400 <= answer.status_code < 500, (method, path, answer.text)
        assert answer.json().keys() == {"code", "message", "details"}


@pytest.mark.parametrize(
    "row",
    [
        '{"input": 1, "id": 7}',
        '{"input": 1, "id": true}',
        '{"input": 1, "id": "a\\rb"}',
        '{"input": 1, "id": "\\u0000"}',
        '{"input": "\\u0000", "metadata": [1]}',
        '{"input": 1e400}',
        '{"input": 123456789012345678901234567890}',
        '{"input": 1, "score": {}}',
        '{"input": 1, "score": "nan"}',
        '{"input": 1, "metadata": {"score": "high"}}',
        '{"input": 1, "": 2}',
        '{"input": 1, "source_trace_id": {}}',
        '{"query": 1, "response": 2, "input": null}',
    ],
)
def test_no_row_breaks_an_import(client: TestClient, name: str, row: str) -> None:
    answer = client.post(f"/admin/datasets/{name}/import", content=row)
    assert answer.status_code in (200, 207), answer.text
    listed = client.get(f"/admin/datasets/{name}/items").json()
    assert listed["total"] == answer.json()["stored"]


@pytest.mark.parametrize("suffix", ["", "/items", "/items/x", "/import", "/traces"])
@pytest.mark.parametrize("name", ["%00", "%FF", "..", "%2F", "%2F%2F", "x" * 3000, "%ED%A0%80"])
def test_no_name_breaks_a_route(client: TestClient, create: Callable[..., Any], name: str, suffix: str) -> None:
    method = "POST" if suffix in {"/import", "/traces"} else "GET"
    answer = client.request(method, f"/admin/datasets/{name}{suffix}", json={"trace_ids": ["t"]})
    assert answer.status_code in {400, 404, 405}, answer.text
