"""Spans on their way to a server that takes them, is away, has no room, or wants none of them."""

import subprocess
import sys
from collections.abc import Iterator
from uuid import uuid4

import httpx2
import pytest
from opentelemetry.sdk.trace import TracerProvider
from starlette.responses import Response

from ratchet.sdk.connection import Connection
from ratchet.sdk.tracing.feedback import send_feedback
from ratchet.sdk.tracing.sending import Sender, Sent
from ratchet.testing.server import Server
from ratchet.testing.serving import serving

PATIENT_S = 60.0


@pytest.fixture
def provider() -> Iterator[TracerProvider]:
    provider = TracerProvider(shutdown_on_exit=False)
    yield provider
    provider.shutdown()


def sending_to(provider: TracerProvider, url: str, size_max: int = 100, keys: tuple[str, str] = ("", "")) -> Sender:
    sender = Sender(Connection(url, *keys), size_max)
    provider.add_span_processor(sender)
    return sender


def trace_some(provider: TracerProvider, count: int, size: int = 0) -> str:
    """The id of the last of so many traces."""
    tracer = provider.get_tracer("test")
    for _ in range(count):
        span = tracer.start_span("work", attributes={"input.value": str(uuid4()) * (size // 36)})
        span.end()
    return format(span.get_span_context().trace_id, "032x")


def test_spans_are_stored_once_a_flush_has_said_so(
    provider: TracerProvider, server: Server, http: httpx2.Client
) -> None:
    sender = sending_to(provider, server.url, keys=server.keys)
    trace_id = trace_some(provider, 3)
    assert sender.flush(PATIENT_S)
    assert sender.counts() == Sent(sent=3)
    assert http.get(f"/api/public/traces/{trace_id}").json()["id"] == trace_id


def test_feedback_is_a_score_of_the_trace_and_the_last_word_of_a_user_counts(
    provider: TracerProvider, server: Server, http: httpx2.Client
) -> None:
    sender = sending_to(provider, server.url, keys=server.keys)
    trace_id = trace_some(provider, 1)
    assert sender.flush(PATIENT_S)
    connection = Connection(server.url, *server.keys)
    send_feedback(trace_id, thumb=True, user="u-7", connection=connection)
    send_feedback(trace_id, thumb=False, correction="In two days.", comment="late", user="u-7", connection=connection)
    scores = http.get("/api/public/v2/scores", params={"traceId": trace_id}).json()["data"]
    found = {score["name"]: (score["dataType"], score["stringValue"], score["comment"]) for score in scores}
    assert found == {
        "user_feedback": ("BOOLEAN", "False", "late"),
        "output": ("CORRECTION", "In two days.", "late"),
    }


def test_spans_wait_for_a_server_that_is_away_and_what_has_no_room_is_counted(provider: TracerProvider) -> None:
    with serving(Response(status_code=503)) as url:
        sender = sending_to(provider, url, size_max=5)
        trace_some(provider, 7)
        assert not sender.flush(0.3)
        assert sender.counts() == Sent(waiting=5, dropped=2)
    assert not sender.flush(0.3)
    with serving(Response(), port=int(url.rpartition(":")[2])):
        assert sender.flush(PATIENT_S)
    assert sender.counts() == Sent(sent=5, dropped=2)


def test_a_sender_that_is_shut_down_while_the_server_is_away_drops_what_waits_and_ends(
    provider: TracerProvider,
) -> None:
    with serving(Response(status_code=503)) as url:
        sender = sending_to(provider, url)
        trace_some(provider, 3)
        worker = sender._worker
        assert worker is not None
        sender.shutdown(0.1)
        worker.join(PATIENT_S)
        assert not worker.is_alive()
    assert sender.counts() == Sent(dropped=3)


def test_spans_that_a_server_does_not_want_are_counted_and_not_sent_again(
    provider: TracerProvider, server: Server
) -> None:
    sender = sending_to(provider, server.url, keys=("pk-wrong", "sk-wrong"))
    trace_some(provider, 3)
    assert sender.flush(PATIENT_S)
    assert sender.counts() == Sent(refused=3)


def test_an_answer_that_is_none_of_a_server_of_traces_stops_nothing(provider: TracerProvider) -> None:
    with serving(Response("<html>", media_type="text/html")) as url:
        sender = sending_to(provider, url)
        for count in (1, 2):
            trace_some(provider, 1)
            assert sender.flush(PATIENT_S)
            assert sender.counts() == Sent(refused=count)


def test_a_span_that_cannot_be_encoded_is_lost_alone(
    provider: TracerProvider, server: Server, http: httpx2.Client
) -> None:
    sender = sending_to(provider, server.url, keys=server.keys)
    trace_some(provider, 3)
    provider.get_tracer("test").start_span("half a pair: \ud83d").end()
    trace_id = trace_some(provider, 3)
    assert sender.flush(PATIENT_S)
    assert sender.counts() == Sent(sent=6, refused=1)
    assert http.get(f"/api/public/traces/{trace_id}").status_code == 200


FORKING = """
import os, sys
import ratchet
ratchet.start_tracing(ratchet.Connection(*sys.argv[1:]))
@ratchet.traced
def work():
    return ratchet.current_trace_id()
print(work(), flush=True)
child = os.fork()
if child == 0:
    print(work(), ratchet.flush_tracing(60), ratchet.tracing_counts()["sent"], flush=True)
    os._exit(0)
os.waitpid(child, 0)
"""


def test_a_forked_process_sends_its_own_spans_and_its_parent_those_of_before(
    server: Server, http: httpx2.Client
) -> None:
    command = [sys.executable, "-c", FORKING, server.url, *server.keys]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    of_parent, of_child, flushed, sent = done.stdout.split()
    assert (flushed, sent, done.stderr) == ("True", "1", "")
    for trace_id in (of_parent, of_child):
        assert http.get(f"/api/public/traces/{trace_id}").status_code == 200


def test_a_batch_that_is_too_large_for_one_request_goes_in_several(
    provider: TracerProvider, server: Server, http: httpx2.Client
) -> None:
    sender = sending_to(provider, server.url, keys=server.keys)
    trace_id = trace_some(provider, 24, size=1_000_000)
    assert sender.flush(PATIENT_S)
    assert sender.counts() == Sent(sent=24)
    assert http.get(f"/api/public/traces/{trace_id}").status_code == 200


WITHOUT_OPENTELEMETRY = """
import sys, logging
logging.basicConfig()
sys.modules["opentelemetry"] = None
import ratchet
ratchet.start_tracing()
@ratchet.traced
def double(number):
    ratchet.tag_trace(user="u")
    ratchet.tag_error("odd")
    with ratchet.traced("inner", input=number) as step:
        step.set_output(2 * number)
    return 2 * number
def app(environ, start_response):
    start_response("200 OK", [])
    return [str(double(21)).encode()]
print(ratchet.trace_app(app)({"REQUEST_METHOD": "GET"}, lambda *_: None))
print(ratchet.current_trace_id(), ratchet.flush_tracing())
"""


def test_without_opentelemetry_an_application_runs_untraced_and_is_told_once() -> None:
    done = subprocess.run([sys.executable, "-c", WITHOUT_OPENTELEMETRY], capture_output=True, text=True, check=True)
    assert done.stdout == "[b'42']\nNone True\n"
    assert done.stderr.count("pip install") == 1


WITH_LANGFUSE = """
import sys
from langfuse import Langfuse
import ratchet
from fastapi import FastAPI
from fastapi.testclient import TestClient
langfuse = Langfuse(public_key=sys.argv[2], secret_key=sys.argv[3], base_url=sys.argv[1])
app = ratchet.trace_app(FastAPI())
@ratchet.traced(kind="retriever")
def retrieve(question):
    return ["a passage"]
@app.get("/chat/{twin_id}")
def chat(twin_id: str):
    ratchet.tag_trace(user="u-7", input="Hi", output="Hello")
    with langfuse.start_as_current_observation(name="answer", as_type="generation", model="gpt-4o-mini"):
        retrieve("Hi")
print(TestClient(app).get("/chat/ada").headers["x-trace-id"])
assert ratchet.flush_tracing(60)
"""


def test_beside_a_langfuse_sdk_steps_of_either_are_one_trace(server: Server, http: httpx2.Client) -> None:
    command = [sys.executable, "-c", WITH_LANGFUSE, server.url, *server.keys]
    trace_id = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    trace = http.get(f"/api/public/traces/{trace_id}").json()
    assert (trace["name"], trace["userId"], trace["output"]) == ("GET /chat/{twin_id}", "u-7", "Hello")
    steps = {step["id"]: step for step in trace["observations"]}
    below = {step["name"]: steps.get(step["parentObservationId"], {}).get("name") for step in steps.values()}
    assert below == {"GET /chat/{twin_id}": None, "answer": "GET /chat/{twin_id}", "retrieve": "answer"}
    types = {step["name"]: step["type"] for step in steps.values()}
    assert (types["answer"], types["retrieve"]) == ("GENERATION", "RETRIEVER")
