"""Reads with nonsense in their path and query: refused with the name of the parameter, or nothing found."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import httpx2
import pytest
from sending import complaint

from ratchet.testing.server import Server

PAGED = ["/api/public/traces", "/api/public/observations", "/api/public/sessions", "/api/public/v2/scores"]
METRICS = ["/metrics/dashboard", "/metrics/quality", "/metrics/latency", "/metrics/errors", "/metrics/persona"]

TURNS = 2  # how many kinds of nonsense each parameter and path gets outside the slow suite
NONSENSE = [
    "",
    "abc",
    "-1",
    "1e999",
    "9" * 40,
    "null",
    "[{}]",
    '[{"type":"string","column":"x","operator":"=","value":"y"}]',
    "\x00",
    "'; DROP TABLE spans; --",
    "{x:String}",
    "../../etc/passwd",
    "é🎈",
    "\ud83d".encode("utf-8", "surrogatepass"),
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "x" * 5000,
]
IN_PATHS = [value for value in NONSENSE if value]


@pytest.mark.parametrize("path", PAGED)
@pytest.mark.parametrize("page", ["0", "-1", "abc", "1.5", "9" * 30])
def test_a_page_that_is_none_is_refused(http: httpx2.Client, path: str, page: str) -> None:
    answer = http.get(path, params={"page": page})
    if answer.status_code == 200:
        assert page == "9" * 30  # a page beyond the last is empty
        assert answer.json()["data"] == []
        return
    assert answer.status_code == 400, answer.text
    assert "page" in complaint(answer)


@pytest.mark.parametrize("path", PAGED)
@pytest.mark.parametrize("limit", ["0", "-1", "abc", "101", "1000000", "9" * 30])
def test_a_limit_that_is_none_is_refused(http: httpx2.Client, path: str, limit: str) -> None:
    answer = http.get(path, params={"limit": limit})
    assert answer.status_code == 400, answer.text
    assert "limit" in complaint(answer)


@pytest.mark.parametrize("path", METRICS)
@pytest.mark.parametrize("hours", ["0", "-1", "abc", "1e9", "9" * 30, "NaN", "inf", ""])
def test_a_number_of_hours_that_is_none_is_refused_with_its_name(http: httpx2.Client, path: str, hours: str) -> None:
    answer = http.get(path, params={"hours": hours})
    assert answer.status_code == 422, answer.text
    body = answer.json()
    assert body.keys() == {"code", "message", "details"}
    assert "hours" in body["message"]


@pytest.mark.parametrize("interval", ["fortnight", "", "3", "hour'"])
def test_an_interval_that_is_none_is_refused_with_its_name(http: httpx2.Client, interval: str) -> None:
    answer = http.get("/metrics/quality", params={"interval": interval})
    assert answer.status_code == 422, answer.text
    assert "interval" in answer.json()["message"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("from_hours", "-1"),
        ("from_hours", "soon"),
        ("status", "broken"),
        ("limit", "0"),
        ("limit", "100000"),
        ("cursor", "nonsense"),
        ("cursor", "W10"),
        ("cursor", "eyJhIjoxfQ"),
    ],
)
def test_a_search_with_a_bad_parameter_is_refused_with_its_name(http: httpx2.Client, name: str, value: str) -> None:
    answer = http.get("/metrics/traces/search", params={name: value})
    assert answer.status_code in (400, 422), answer.text
    assert name in answer.json()["message"]


@pytest.mark.parametrize("path", ["/api/public/traces", "/api/public/observations", "/api/public/v2/observations"])
@pytest.mark.parametrize(
    "text",
    [
        "not json",
        "{}",
        "3",
        "[3]",
        "[{}]",
        '[{"type":"string","column":"nowhere","operator":"=","value":"x"}]',
        '[{"type":"string","column":"name","operator":"~~","value":"x"}]',
        '[{"type":"string","column":"name","operator":"=","value":{}}]',
        '[{"type":"number","column":"latency","operator":">","value":"x"}]',
        '[{"type":"datetime","column":"startTime","operator":">","value":"soon"}]',
        '[{"type":"invented","column":"name","operator":"=","value":"x"}]',
        '[{"type":"string","column":"name) OR 1=1 --","operator":"=","value":"x"}]',
        "[" * 5000,
    ],
    ids=lambda text: text[:40],
)
def test_a_filter_that_is_none_is_refused(http: httpx2.Client, path: str, text: str) -> None:
    answer = http.get(path, params={"filter": text})
    assert answer.status_code == 400, answer.text
    assert complaint(answer)


def test_an_order_by_what_is_no_column_is_refused(http: httpx2.Client) -> None:
    for order in ("nowhere.asc", "timestamp.sideways", "timestamp", "1;--"):
        answer = http.get("/api/public/traces", params={"orderBy": order})
        assert answer.status_code == 400, answer.text
        assert "orderBy" in complaint(answer)


@pytest.mark.parametrize("path", ["/api/public/v2/observations", "/api/public/v3/scores"])
@pytest.mark.parametrize("cursor", ["nonsense", "W10", "eyJhIjoxfQ", "%", "é"])
def test_a_cursor_of_somebody_else_is_refused(http: httpx2.Client, path: str, cursor: str) -> None:
    answer = http.get(path, params={"cursor": cursor})
    assert answer.status_code == 400, answer.text
    assert "cursor" in complaint(answer)


def test_a_parameter_nobody_knows_is_refused_where_the_protocol_says_so(http: httpx2.Client) -> None:
    answer = http.get("/api/public/v3/scores", params={"colour": "blue"})
    assert answer.status_code == 400
    assert "colour" in complaint(answer)


@pytest.mark.parametrize(
    "prefix", ["/api/public/traces/", "/api/public/observations/", "/api/public/sessions/", "/api/public/v2/scores/"]
)
@pytest.mark.parametrize(
    "name",
    ["nothing", "%00none", "..%2F..%2Fetc%2Fpasswd", "%FF%FE", "%2e%2e", "'", "x" * 5000, "a%0d%0ab", "%20", "a%2Fb"],
)
def test_something_that_is_not_there_is_not_found_whatever_its_id(http: httpx2.Client, prefix: str, name: str) -> None:
    answer = http.get(prefix + name)
    assert answer.status_code in (400, 404), answer.text
    assert "passwd:" not in answer.text
    assert complaint(answer)


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere",
        "/api/public/nowhere",
        "/v1/nowhere",
        "/../../etc/passwd",
        "/%00",
        "/metrics/nowhere",
        "/api/public/traces//",
    ],
)
def test_a_path_nobody_serves_is_not_found(http: httpx2.Client, path: str) -> None:
    answer = http.get(path)
    assert answer.status_code in (400, 404), answer.text
    assert "root:" not in answer.text


def described_reads(server: Server) -> list[tuple[str, dict[str, Any]]]:
    """Every GET that the server describes itself."""
    paths = httpx2.get(f"{server.url}/openapi.json").json()["paths"]
    return [(path, operations["get"]) for path, operations in paths.items() if "get" in operations]


def described_parameters(server: Server) -> Iterator[tuple[str, str]]:
    """Every parameter of every read, with an address of something that is not there."""
    for path, operation in described_reads(server):
        parameters = operation.get("parameters", [])
        concrete = path
        for parameter in parameters:
            if parameter["in"] == "path":
                concrete = concrete.replace(f"{{{parameter['name']}}}", uuid4().hex).replace(":path", "")
        yield from ((concrete, parameter["name"]) for parameter in parameters if parameter["in"] == "query")


def ask_nonsense(http: httpx2.Client, path: str, name: str, value: str | bytes) -> None:
    answer = http.get(f"{path}?{quote(name)}={quote(value)}")
    assert answer.status_code < 500, (path, name, value, answer.text)
    if answer.status_code >= 400:
        assert answer.json()["message"], (path, name, value)


@pytest.mark.parametrize("turn", range(TURNS))
def test_no_parameter_of_any_read_breaks_the_server(server: Server, http: httpx2.Client, turn: int) -> None:
    asked = list(described_parameters(server))
    assert len(asked) >= 100
    for number, (path, name) in enumerate(asked):
        ask_nonsense(http, path, name, NONSENSE[(number + turn * len(NONSENSE) // TURNS) % len(NONSENSE)])


@pytest.mark.slow
@pytest.mark.parametrize("value", NONSENSE, ids=lambda value: repr(value)[:24])
def test_no_parameter_takes_any_nonsense_badly(server: Server, http: httpx2.Client, value: str | bytes) -> None:
    for path, name in described_parameters(server):
        ask_nonsense(http, path, name, value)


@pytest.mark.parametrize("turn", range(TURNS))
def test_no_path_of_any_read_breaks_the_server(server: Server, http: httpx2.Client, turn: int) -> None:
    asked = list(described_paths(server))
    assert len(asked) >= 50
    for number, (path, names) in enumerate(asked):
        ask_for_nonsense(http, path, names, IN_PATHS[(number + turn * len(IN_PATHS) // TURNS) % len(IN_PATHS)])


@pytest.mark.slow
@pytest.mark.parametrize("value", IN_PATHS, ids=lambda value: repr(value)[:24])
def test_no_path_takes_any_nonsense_badly(server: Server, http: httpx2.Client, value: str | bytes) -> None:
    for path, names in described_paths(server):
        ask_for_nonsense(http, path, names, value)


def described_paths(server: Server) -> Iterator[tuple[str, list[str]]]:
    """Every read of something by its id, and the parameters that its path holds."""
    for path, operation in described_reads(server):
        names = [parameter["name"] for parameter in operation.get("parameters", []) if parameter["in"] == "path"]
        if names:
            yield path, names


def ask_for_nonsense(http: httpx2.Client, path: str, names: list[str], value: str | bytes) -> None:
    for name in names:
        path = path.replace(f"{{{name}}}", quote(value, safe=""))
    answer = http.get(path)
    assert answer.status_code < 500, (path, answer.text)


def test_a_parameter_given_many_times_is_no_defect(http: httpx2.Client) -> None:
    for path in [*PAGED, *METRICS, "/metrics/traces/search"]:
        answer = http.get(f"{path}?" + "&".join(["limit=5", "hours=24", "name=a", "tags=b"] * 50))
        assert answer.status_code < 500, answer.text
