"""An application's prompts against a real server, and what the command line makes of them."""

import base64
from collections.abc import Iterator
from uuid import uuid4

import pytest
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.trace import Tracer
from typer.testing import CliRunner

from ratchet import Connection, FewShot, FewShotOptions
from ratchet.cli import app
from ratchet.testing.server import Server

QUESTIONS = ("Why do tides follow the moon?", "Why is the sea salty?")


@pytest.fixture(scope="module")
def dataset(server: Server) -> str:
    """A dataset of good answers."""
    name = f"answers-{uuid4()}"
    items = [
        {"id": f"{number}-{name}", "input": question, "expected_output": "Because.", "metadata": {"score": 0.9}}
        for number, question in enumerate(QUESTIONS)
    ]
    with server.client() as http:
        http.post("/admin/datasets", json={"name": name}).raise_for_status()
        http.post(f"/admin/datasets/{name}/items", json={"items": items}).raise_for_status()
    return name


@pytest.fixture
def tracer(server: Server) -> Iterator[Tracer]:
    """Sends its spans to the server, each as it ends."""
    key = base64.b64encode(":".join(server.keys).encode()).decode()
    provider = TracerProvider()
    exporter = OTLPSpanExporter(f"{server.url}/v1/traces", headers={"Authorization": f"Basic {key}"})
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    yield provider.get_tracer("application")
    provider.shutdown()


def prompt(server: Server, dataset: str, tracer: Tracer, share: float) -> str:
    """A prompt made in a trace of its own, by an application that holds out such a share."""
    options = FewShotOptions(
        connection=Connection(server.url, *server.keys),
        dataset_name=dataset,
        first_wait_s=60.0,
        holdout_share=share,
    )
    with tracer.start_as_current_span("answer"):
        return str(FewShot(options).inject("Be brief.", "Why is the sky blue?"))


def test_prompts_with_and_without_examples_come_to_be_held_against_each_other(
    server: Server, dataset: str, tracer: Tracer
) -> None:
    made = prompt(server, dataset, tracer, 0.0)
    assert all(question in made for question in QUESTIONS)
    assert prompt(server, dataset, tracer, 1.0) == "Be brief."
    with server.client() as http:
        usage = http.get("/admin/few-shot/usage", params={"hours": 1, "limit": 500}).json()
    found = [one for one in usage["examples"] if one["example"].startswith(dataset)]
    assert {(one["given"], one["withheld"], one["verdict"]) for one in found} == {(1, 1, "too_few")}
    shown = run(server, "few-shot", "usage", "--hours", "1", "--limit", "500")
    assert "too few traces" in shown


def test_the_command_line_tries_a_query_and_retires_an_example(server: Server, dataset: str) -> None:
    said = run(server, "few-shot", "try", "Why is the sky blue?", "--dataset", dataset)
    assert "examples by score" in said
    assert "Why is the sea salty?" in said
    example = f"{dataset}/1-{dataset}"
    assert "is retired" in run(server, "few-shot", "retire", example, "--reason", "It is salty.")
    assert "Why is the sea salty?" not in run(server, "few-shot", "try", "Why?", "--dataset", dataset)
    assert "may be shown again" in run(server, "few-shot", "revive", example)


def run(server: Server, *arguments: str) -> str:
    """What a command prints against a server, on one line."""
    environment = {
        "RATCHET_URL": server.url,
        "RATCHET_PUBLIC_KEY": server.public_key,
        "RATCHET_SECRET_KEY": server.secret_key,
    }
    done = CliRunner().invoke(app, list(arguments), env=environment, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return " ".join(done.output.split())
