"""Real frameworks, asked as a server asks them."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

import flask
import pytest
from fastapi import APIRouter, FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import StreamingResponse
from fastapi.testclient import TestClient
from starlette.background import BackgroundTask
from starlette.responses import PlainTextResponse

import ratchet

REMOTE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@pytest.fixture
def shop() -> FastAPI:
    app = FastAPI()
    app.add_middleware(CORSMiddleware, allow_origins=["https://shop.example"])
    router = APIRouter(prefix="/v1")

    @router.post("/chat/{twin_id}")
    def chat(twin_id: str) -> dict[str, str | None]:
        ratchet.tag_trace(user="u-7", twin_id=twin_id)
        return {"trace": ratchet.current_trace_id()}

    @router.get("/broken")
    async def broken() -> None:
        with ratchet.traced("retrieve"):
            raise ConnectionError("the documents are away")

    @router.get("/busy")
    async def busy() -> PlainTextResponse:
        return PlainTextResponse("later", 503)

    @router.get("/letters")
    async def letters() -> StreamingResponse:
        return StreamingResponse(_letters())

    @router.get("/later")
    async def later() -> PlainTextResponse:
        return PlainTextResponse("now", background=BackgroundTask(tidy_up))

    @ratchet.traced
    def tidy_up() -> None: ...

    app.include_router(router)
    return ratchet.trace_app(app, skip=["/healthz"], release="2.4.0", environment="production")


@ratchet.traced(kind="generation")
async def _letters() -> AsyncIterator[str]:
    for letter in "abc":
        yield letter


@pytest.fixture
def browser(shop: FastAPI) -> TestClient:
    return TestClient(shop, raise_server_exceptions=False)


def test_a_request_is_a_trace_by_its_route_and_the_browser_learns_which(browser: TestClient, spans) -> None:
    answer = browser.post("/v1/chat/ada")
    assert answer.headers["x-trace-id"] == answer.json()["trace"]
    root = spans.named("POST /v1/chat/{twin_id}")
    span_id = format(root.context.span_id, "016x")
    assert answer.headers["traceparent"] == f"00-{answer.json()['trace']}-{span_id}-01"
    said = dict(root.attributes)
    assert (said["http.route"], said["http.response.status_code"]) == ("/v1/chat/{twin_id}", 200)
    assert (said["langfuse.release"], said["langfuse.environment"]) == ("2.4.0", "production")
    assert (said["user.id"], said["langfuse.trace.metadata.twin_id"]) == ("u-7", "ada")


def test_a_page_of_another_origin_may_read_the_trace_id(browser: TestClient, spans) -> None:
    answer = browser.post("/v1/chat/ada", headers={"Origin": "https://shop.example"})
    assert "X-Trace-Id" in answer.headers["access-control-expose-headers"]
    assert "access-control-expose-headers" not in browser.post("/v1/chat/ada").headers


def test_an_exception_is_the_failure_of_its_trace_and_the_browser_gets_the_id_with_the_500(
    browser: TestClient, spans
) -> None:
    answer = browser.get("/v1/broken")
    assert answer.status_code == 500
    root = spans.named("GET /v1/broken")
    assert answer.headers["x-trace-id"] == format(root.context.trace_id, "032x")
    said = dict(root.attributes)
    assert (said["error.type"], said["langfuse.observation.level"]) == ("ConnectionError", "ERROR")
    assert said["langfuse.trace.metadata.error_node"] == "retrieve"


def test_a_status_of_failure_is_a_failure_though_nothing_was_raised_and_not_found_is_none(
    browser: TestClient, spans
) -> None:
    browser.get("/v1/busy")
    browser.get("/nowhere")
    assert spans.says("GET /v1/busy")["error.type"] == "503"
    assert "langfuse.observation.level" not in spans.says("GET /nowhere")


def test_a_streamed_answer_ends_with_its_last_byte_and_what_comes_after_does_not_lengthen_it(
    browser: TestClient, spans
) -> None:
    assert browser.get("/v1/letters").text == "abc"
    root, letters = spans.named("GET /v1/letters"), spans.named("_letters")
    assert letters.parent.span_id == root.context.span_id
    assert letters.end_time <= root.end_time
    browser.get("/v1/later")
    root, after = spans.named("GET /v1/later"), spans.named("tidy_up")
    assert after.parent.span_id == root.context.span_id
    assert root.end_time <= after.start_time


def test_nobody_writes_into_a_trace_of_theirs_unless_they_are_trusted(browser: TestClient, spans) -> None:
    stranger = browser.post("/v1/chat/ada", headers={"traceparent": REMOTE})
    assert stranger.headers["x-trace-id"] not in REMOTE

    async def hello(scope: Any, receive: Any, send: Any) -> None:
        await PlainTextResponse("hello")(scope, receive, send)

    app = ratchet.trace_app(hello, trust_traceparent=lambda headers: headers.get("x-gateway") == "secret")
    client = TestClient(app)
    told = client.get("/", headers={"traceparent": REMOTE, "x-gateway": "secret"})
    guessed = client.get("/", headers={"traceparent": REMOTE, "x-gateway": "guess"})
    assert told.headers["x-trace-id"] in REMOTE
    assert guessed.headers["x-trace-id"] not in REMOTE


def test_what_is_skipped_and_what_is_no_request_passes_untouched(browser: TestClient, spans) -> None:
    assert "x-trace-id" not in browser.get("/healthz").headers
    with browser:  # the lifespan
        assert not spans.all()


def test_a_client_that_goes_away_ends_the_span_with_a_warning(spans) -> None:
    sent: list[Any] = []

    async def endless(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        while (await receive())["type"] != "http.disconnect":
            await send({"type": "http.response.body", "body": b".", "more_body": True})

    async def ask() -> None:
        messages = iter([{"type": "http.request"}, {"type": "http.request"}, {"type": "http.disconnect"}])

        async def receive() -> dict[str, str]:
            return next(messages)

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        scope = {"type": "http", "method": "GET", "path": "/endless", "headers": []}
        await ratchet.TracedASGI(endless)(scope, receive, send)

    asyncio.run(ask())
    assert len(sent) == 3
    said = spans.says("GET /endless")
    assert (said["error.type"], said["langfuse.observation.level"]) == ("ClientDisconnected", "WARNING")


def test_flask_is_traced_in_one_line_with_its_routes_its_streams_and_its_errors(spans) -> None:
    app = ratchet.trace_app(flask.Flask("shop"), version="9")

    @app.get("/orders/<int:number>")
    def order(number: int) -> str:
        ratchet.tag_trace(session="s-1")
        return str(number)

    @app.get("/stream")
    def stream() -> flask.Response:
        return flask.Response(words())

    @app.get("/broken")
    def broken() -> str:
        raise LookupError("no such shoe")

    @ratchet.traced
    def words() -> Iterator[str]:
        yield "two "
        yield "words"

    client = app.test_client()
    answer = client.get("/orders/7")
    assert answer.text == "7"
    root = spans.named("GET /orders/<int:number>")
    assert answer.headers["X-Trace-Id"] == format(root.context.trace_id, "032x")
    assert dict(root.attributes)["session.id"] == "s-1"
    assert client.get("/stream").text == "two words"
    assert spans.named("words").parent.span_id == spans.named("GET /stream").context.span_id
    assert client.get("/broken").text
    assert spans.says("GET /broken")["error.type"] == "LookupError"
    with client.get("/stream", buffered=False) as left:
        next(iter(left.response))
    said = [dict(span.attributes) for span in spans.all() if span.name == "GET /stream"]
    assert said[-1]["error.type"] == "ClientDisconnected"
