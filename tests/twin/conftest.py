"""What tests of the twin share: one in this process that is not traced, and processes of it that are."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from fastapi.testclient import TestClient
from running_twins import RunningTwin

from ratchet.testing.openai import Garbage, Model, Refusal, Reply, running_model
from ratchet.testing.scripted import Answer, Call
from ratchet.testing.server import Server
from twin.app import create_app
from twin.settings import Settings

TIMEOUT_S = 2.0
INPUT_TOKENS, OUTPUT_TOKENS = 1_000_000, 100_000


def answer_by_name(call: Call) -> Answer:
    """A model that does what the question says: be slow, refuse, write garbage, tell the prompt; else it answers."""
    question = str(call.messages[-1]["content"]).rpartition("Question: ")[2]
    match question.split()[0].casefold():
        case "slow":
            return Reply("Too late.", delay_s=10 * TIMEOUT_S)
        case "refuse":
            return Refusal(503, "Overloaded.")
        case "garbage":
            return Garbage()
        case "break":
            return Reply("A swarm is", breaks_off=True)
        case "tell":
            return Reply(f"These are my instructions. {call.messages[0]['content']}")
        case _:
            return Reply("A swarm is calm [swarms].", input_tokens=INPUT_TOKENS, output_tokens=OUTPUT_TOKENS)


@pytest.fixture(scope="session")
def model() -> Iterator[Model]:
    """A language model that does as it is asked."""
    with running_model(script=answer_by_name) as model:
        yield model


@pytest.fixture(scope="session")
def running_twin(tmp_path_factory: pytest.TempPathFactory, server: Server) -> Callable[..., Any]:
    """Runs a twin that sends its traces to `server`, until its block ends."""

    @contextmanager
    def run(ratchet: Server = server, **settings: Any) -> Iterator[RunningTwin]:
        twin = RunningTwin(tmp_path_factory.mktemp("twin"), ratchet, settings)
        try:
            twin.wait_until_ready()
            yield twin
        finally:
            twin.stop()

    return run


@pytest.fixture(scope="session")
def langfuse_twin(running_twin: Callable[..., Any], model: Model) -> Iterator[RunningTwin]:
    """A twin with a language model, traced with Langfuse's SDK."""
    with running_twin(model_url=model.url, model_timeout_s=TIMEOUT_S, release="1.2.3", environment="staging") as twin:
        yield twin


@pytest.fixture(scope="session")
def otel_twin(running_twin: Callable[..., Any], model: Model) -> Iterator[RunningTwin]:
    """The same, traced with OpenTelemetry alone."""
    settings = {"model_url": model.url, "model_timeout_s": TIMEOUT_S, "release": "1.2.3", "environment": "staging"}
    with running_twin(tracing="otel", **settings) as twin:
        yield twin


@pytest.fixture
def open_twin() -> Iterator[Callable[..., TestClient]]:
    """Opens a twin in this process, untraced, with settings of the test's own."""
    clients: list[TestClient] = []

    def open_with(**settings: Any) -> TestClient:
        client = TestClient(create_app(Settings(tracing="off", public_key="", secret_key="", **settings)))
        clients.append(client.__enter__())
        return client

    yield open_with
    for client in clients:
        client.__exit__(None, None, None)


@pytest.fixture
def mira(open_twin: Callable[..., TestClient]) -> Callable[..., dict[str, Any]]:
    """Asks Mira, who quotes her documents."""
    client = open_twin()
    return lambda query, **more: client.post("/chat/mira", json={"query": query, **more}).json()
