"""`ratchet collectors` against a running server."""

import json
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import httpx2
import pytest
from typer.testing import CliRunner, Result

from ratchet.cli import app
from ratchet.testing.otlp import PROTOBUF, new_trace_id, otlp_request, otlp_span
from ratchet.testing.server import Server

Run = Callable[..., Result]


@pytest.fixture
def run(server: Server) -> Run:
    """Runs `ratchet collectors` against a running server, on a screen that is wide."""
    environment = {
        "RATCHET_URL": server.url,
        "RATCHET_PUBLIC_KEY": server.public_key,
        "RATCHET_SECRET_KEY": server.secret_key,
        "COLUMNS": "200",
    }
    return lambda *arguments: CliRunner().invoke(app, ["collectors", *arguments], env=environment)


@pytest.fixture
def name() -> str:
    """A name that nobody else takes."""
    return f"collector-{uuid4().hex[:8]}"


def test_a_collector_is_made_listed_tried_and_deleted(run: Run, name: str, http: httpx2.Client) -> None:
    made = run("create", name, "--score", name, "--at-least", "0.9", "--tag", "shop", "--at-most-a-day", "5")
    assert f"collects {name} at least 0.9 where tags any of ['shop'] into {name}" in " ".join(made.output.split())
    [line] = [line for line in run("list").output.splitlines() if line.startswith(name)]
    assert "0 of 5" in line
    trace = new_trace_id()
    span = otlp_span(
        "chat",
        trace_id=trace,
        attributes={"input.value": "How?", "output.value": "So.", "langfuse.trace.tags": ["shop"]},
    )
    body = otlp_request(span).SerializeToString()
    http.post("/v1/traces", content=body, headers={"content-type": PROTOBUF}).raise_for_status()
    http.post("/api/public/scores", json={"traceId": trace.hex(), "name": name, "value": 1}).raise_for_status()
    tried = run("run", name, "--dry", "--hours", "200000")
    assert "1 would be collected" in tried.output
    assert f"Its {name} is 1" in tried.output
    assert "is deleted" in run("delete", name).output
    assert run("delete", name).exit_code == 1


def test_a_rule_can_come_from_a_file(run: Run, name: str, tmp_path: Path) -> None:
    rule = tmp_path / "rule.json"
    rule.write_text(json.dumps({"criteria": [{"type": "thumbs_down"}], "expect_answer": False}))
    assert (
        f"{name} collects a thumbs-down into bad" in run("create", name, "--dataset", "bad", "--rule", str(rule)).output
    )
    queued = run("run", name, "--no-wait")
    assert (queued.exit_code, "is queued" in queued.output) == (0, True)
    rule.write_text("[1]")
    assert "is no JSON object" in run("create", f"{name}-2", "--rule", str(rule)).output
