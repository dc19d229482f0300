"""Bad input to every route: refused with a status of the 400s, in the shape of Langfuse's errors."""

from typing import Any

import httpx2
import pytest
from conversation import fill
from wire import nameless, served_routes

from ratchet.testing.server import Server

# Their errors are OTLP's, they are open to all, or their address is the permission.
_OTHERS = ("/otel/", "/health", "/ready", "/content")
ROUTES = sorted(route for route in served_routes() if not any(part in route for part in _OTHERS))
# What a list is of, where its path says so, and what it must be told.
WITHIN = {
    "GET /api/public/datasets/{}/runs": ["support/golden"],
    "GET /api/public/annotation-queues/{}/items": ["q"],
    "GET /api/public/v2/evaluators/{}/versions": ["kind"],
}
NEEDED = {
    "GET /api/public/dataset-run-items": {"datasetId": "any", "runName": "any"},
    "GET /api/public/experiments": {"fromStartTime": "2026-11-01T00:00:00Z"},
    "GET /api/public/experiment-items": {"fromStartTime": "2026-11-01T00:00:00Z"},
    "GET /api/public/metrics": {"query": "{}"},
    "GET /api/public/v2/metrics": {"query": "{}"},
    "GET /api/public/prompts": {"name": "tone"},
}
NONSENSE = {
    "page": ["0", "-1", "one", "1.5"],
    "limit": ["0", "-1", "10000", "many"],
    "filter": ["not json", "{", "{}", "[3]", '[{"column": "nowhere"}]'],
    "cursor": ["not a cursor", "W10", "bnVsbA", "eyJhIjoxfQ"],
    "query": ["not json", "[]", "{}"],
}


def takes(route: str) -> set[str]:
    """The names of the parameters in a route's query."""
    parameters = served_routes()[route].get("parameters", ())
    return {parameter["name"] for parameter in parameters if parameter["in"] == "query"}


def is_list(route: str) -> bool:
    return route.startswith("GET ") and bool(takes(route) & {"page", "limit", "query"})


LISTS = [route for route in ROUTES if is_list(route)]
NONSENSE_BY_LIST = [
    (route, name, value) for route in LISTS for name in sorted(takes(route)) for value in NONSENSE.get(name, ())
]


def refusal(answer: httpx2.Response, *statuses: int) -> dict[str, Any]:
    """What Langfuse's clients read of a refusal, which must be of one of these statuses."""
    assert answer.status_code in statuses, f"{answer.request.method} {answer.url}: {answer.status_code} {answer.text}"
    body = answer.json()
    assert body["message"]
    assert isinstance(body["message"], str)
    assert isinstance(body["error"], str | list)
    return body


def send(http: httpx2.Client, route: str, *parts: str, **request: Any) -> httpx2.Response:
    given = {**NEEDED.get(nameless(route), {}), **request.pop("params", {})}
    path = fill(route, *(parts or WITHIN.get(nameless(route), ["any"] * route.count("{"))))
    return http.request(route.split(maxsplit=1)[0], path, params=given, **request)


def test_there_are_as_many_lists_as_there_should_be() -> None:
    assert len(LISTS) >= 20
    assert {"page", "limit", "filter", "cursor"} <= {name for _, name, _ in NONSENSE_BY_LIST}


@pytest.mark.parametrize(("route", "name", "value"), NONSENSE_BY_LIST)
def test_a_list_asked_with_nonsense_names_the_parameter(
    lived: httpx2.Client, route: str, name: str, value: str
) -> None:
    answer = send(lived, route, params={name: value})
    refusal(answer, 400)
    assert name in answer.text


@pytest.mark.parametrize("route", LISTS)
def test_a_list_asked_with_a_parameter_that_nobody_knows_names_it(lived: httpx2.Client, route: str) -> None:
    answer = send(lived, route, params={"colour": "blue"})
    refusal(answer, 400)
    assert "colour" in answer.text


@pytest.mark.parametrize("route", [route for route in LISTS if "cursor" in takes(route)])
def test_a_cursor_in_which_anything_was_changed_is_refused(lived: httpx2.Client, route: str) -> None:
    cursor = send(lived, route, params={"limit": 1}).json()["meta"]["cursor"]
    for tampered in (cursor[:-3], cursor[4:], cursor + "AAAA", cursor[::-1]):
        body = refusal(send(lived, route, params={"cursor": tampered, "limit": 1}), 400)
        assert "cursor" in body["message"]


@pytest.mark.parametrize("route", [route for route in ROUTES if route.split()[0] in ("POST", "PUT", "PATCH")])
@pytest.mark.parametrize("body", [b"", b"not json", b"[3]", b'"text"', b"3", b"null"])
def test_a_body_that_is_nothing_of_the_kind_is_refused(lived: httpx2.Client, route: str, body: bytes) -> None:
    if nameless(route) == "POST /api/public/scores" and body == b"[3]":
        return  # a list in which each score is taken or refused by itself
    numbered = ["any", "1"] if "{version}" in route else []
    refusal(send(lived, route, *numbered, content=body, headers={"content-type": "application/json"}), 400)


@pytest.mark.parametrize("route", ROUTES)
def test_nobody_gets_an_answer_without_a_key(lived_server: tuple[Server, object], route: str) -> None:
    with httpx2.Client(base_url=lived_server[0].url) as stranger:
        refusal(send(stranger, route), 401)


NAMED = [route for route in ROUTES if "{" in route and route.split()[0] in ("GET", "DELETE")]


@pytest.mark.parametrize("route", [route for route in NAMED if not is_list(route)])
def test_what_is_not_there_is_not_found(lived: httpx2.Client, route: str) -> None:
    body = refusal(send(lived, route), 404)
    assert body["error"] == "LangfuseNotFoundError"


@pytest.mark.parametrize("path", ["nowhere", "v9/traces", "traces/a/b/c/d", "v2", "otel"])
def test_a_path_that_nobody_serves_is_not_found(lived: httpx2.Client, path: str) -> None:
    refusal(lived.get(f"/api/public/{path}"), 404)


@pytest.mark.parametrize("path", ["traces", "v2/observations", "v3/scores", "sessions", "projects"])
def test_a_verb_that_a_path_does_not_know_is_refused(lived: httpx2.Client, path: str) -> None:
    refusal(lived.put(f"/api/public/{path}", json={}), 405)
