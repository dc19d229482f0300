"""A server at the other end that is busy: it is asked again, when it says so, and not for ever."""

from collections.abc import Callable, Iterator

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ratchet.errors import Invalid, NotFound, Unavailable
from ratchet.langfuse.sync.remote import Remote
from ratchet.sdk.connection import Connection
from ratchet.testing.serving import serving

Answers = list[Response]


@pytest.fixture
def remote_with() -> Iterator[Callable[[Answers, list[float]], Remote]]:
    """A server that gives these answers one after the other, asked by a remote that only notes how long it waits."""
    answers: Answers = []

    def answer(_request: Request) -> Response:
        return answers.pop(0)

    with serving(Starlette(routes=[Route("/{path:path}", answer)])) as url:

        def make(given: Answers, waits: list[float]) -> Remote:
            answers.extend(given)
            return Remote(Connection(url, "pk", "sk"), wait=waits.append)

        yield make


def busy(**headers: str) -> Response:
    return JSONResponse(
        {"message": "busy"}, 429, headers={name.replace("_", "-"): text for name, text in headers.items()}
    )


def test_a_busy_server_is_asked_again_when_it_says_so(remote_with: Callable[[Answers, list[float]], Remote]) -> None:
    waits: list[float] = []
    with remote_with([busy(retry_after="7"), busy(retry_after="3600"), JSONResponse({"a": 1})], waits) as remote:
        assert remote.get("/x") == {"a": 1}
    assert waits == [7, 60]


def test_a_server_that_does_not_say_when_is_given_more_and_more_time(
    remote_with: Callable[[Answers, list[float]], Remote],
) -> None:
    waits: list[float] = []
    failures: Answers = [JSONResponse({}, status) for status in (500, 502, 503, 504)]
    with remote_with([*failures, JSONResponse({"a": 1})], waits) as remote:
        assert remote.get("/x") == {"a": 1}
    assert [limit / 2 <= wait <= limit for wait, limit in zip(waits, (0.5, 1, 2, 4), strict=True)] == [True] * 4


def test_a_server_that_stays_busy_is_given_up(remote_with: Callable[[Answers, list[float]], Remote]) -> None:
    with remote_with([busy() for _ in range(8)], []) as remote, pytest.raises(Unavailable, match="busy"):
        remote.get("/x")


@pytest.mark.parametrize(("status", "kind"), [(400, Invalid), (404, NotFound), (405, NotFound)])
def test_a_server_that_says_no_is_not_asked_again(
    remote_with: Callable[[Answers, list[float]], Remote], status: int, kind: type[Exception]
) -> None:
    waits: list[float] = []
    no = JSONResponse({"message": "Invalid request data", "error": [{"field": "x"}]}, status)
    with remote_with([no], waits) as remote, pytest.raises(kind, match="Invalid request data"):
        remote.get("/x")
    assert waits == []


def test_a_server_that_is_not_there_is_named() -> None:
    nowhere = Connection("http://localhost:9")
    with Remote(nowhere, wait=lambda _: None) as remote, pytest.raises(Unavailable, match=nowhere.url):
        remote.get("/x")
