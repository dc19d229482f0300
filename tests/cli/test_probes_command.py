"""`ratchet probes` against a running server."""

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
import pytest
from typer.testing import CliRunner, Result

from ratchet.cli import app
from ratchet.testing.server import Server
from ratchet.testing.target import TargetApp, running_target

Run = Callable[..., Result]

FILE = """
probes:
  - name: from a file
    target: cli-app
    queries: ["Are you there?"]
    cron: "*/15 * * * *"
    checks:
      - {type: contains, value: there}
      - {type: status, value: 200}
"""


@pytest.fixture
def run(server: Server) -> Run:
    """Runs `ratchet probes` on a screen that is wide."""
    environment = {
        "RATCHET_URL": server.url,
        "RATCHET_PUBLIC_KEY": server.public_key,
        "RATCHET_SECRET_KEY": server.secret_key,
        "COLUMNS": "240",
    }
    return lambda *arguments: CliRunner().invoke(app, ["probes", *arguments], env=environment)


@pytest.fixture
def target(http: httpx2.Client) -> Iterator[TargetApp]:
    """An application that repeats what it is asked, as the target `cli-app`."""
    with running_target() as running:
        said = {"name": "cli-app", "url": running.url, "allow_private": True}
        assert http.post("/admin/targets", json=said).status_code == 201
        yield running
        http.delete("/admin/targets/cli-app")


def test_a_probe_is_added_run_listed_and_deleted(run: Run, target: TargetApp) -> None:
    added = run(
        "add", "echo", "--target", "cli-app", "--query", "hello", "--contains", "hello", "--latency-ms", "60000"
    )
    assert "Probe echo runs at" in added.output
    ran = run("run", "echo")
    assert (ran.exit_code, "'hello' is in the answer" in ran.output) == (0, True)
    [line] = [line for line in run("list").output.splitlines() if line.startswith("echo")]
    assert "every 300 s" in line
    assert "hello" in run("results", "echo").output
    assert "is deleted" in run("delete", "echo").output


def test_a_run_that_finds_something_wrong_says_what_and_exits_with_1(run: Run, target: TargetApp) -> None:
    run("add", "wrong", "--target", "cli-app", "--query", "hello", "--contains", "goodbye")
    ran = run("run", "wrong")
    assert (ran.exit_code, "'goodbye' is not in the answer" in ran.output) == (1, True)
    assert run("add", "odd", "--target", "cli-app", "--query", "hello", "--score", "high").exit_code == 2
    run("delete", "wrong")


def test_a_file_of_probes_is_applied_and_then_there(run: Run, target: TargetApp, tmp_path: Path) -> None:
    path = tmp_path / "probes.yaml"
    path.write_text(FILE)
    assert "+ from a file" in run("apply", str(path), "--dry-run").output
    assert "1 probes were made or changed" in run("apply", str(path), "--yes").output
    assert "has these probes already" in run("apply", str(path)).output
    path.write_text(FILE.replace("*/15", "*/5"))
    changed = run("apply", str(path), "--yes")
    assert "cron: */15 * * * * → */5 * * * *" in changed.output
    run("delete", "from a file")
    path.write_text("rules: []")
    assert run("apply", str(path)).exit_code == 1
