"""The fixture `ratchet_gate` in a test suite of somebody else's."""

import subprocess
import sys
from pathlib import Path

import pytest

from ratchet.testing.server import Server

SUITE = """
from application import good, worse

def test_it_answers_as_well_as_ever(ratchet_gate):
    assert ratchet_gate("questions", good, baseline="best").verdict == "passed"

def test_it_answers_worse(ratchet_gate):
    ratchet_gate("questions", worse, baseline="best")

async def within_a_loop(ratchet_gate):
    return ratchet_gate("questions", good, baseline="best").summary["pass_rate"]

def test_it_can_be_used_where_a_loop_runs(ratchet_gate):
    import asyncio
    assert asyncio.run(within_a_loop(ratchet_gate)) == 100.0
"""


def run_suite(application: Path, environment: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    (application / "test_answers.py").write_text(SUITE)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", ".", "test_answers.py"]
    return subprocess.run(
        command, cwd=application, env=environment, capture_output=True, text=True, check=False, timeout=300
    )


@pytest.fixture
def best(server: Server) -> None:
    """A baseline of 1.0 for every item, as scores that came with the answers."""
    with server.client(timeout_s=120) as http:
        test = http.post("/admin/regression/runs", json={"dataset_name": "questions"}).raise_for_status().json()
        path = f"/admin/regression/runs/{test['test_id']}"
        asked = http.get(f"{path}/items").json()["items"]
        answers = [{"item_id": item["item_id"], "output": item["query"]} for item in asked]
        http.post(f"{path}/answers", json={"answers": answers}).raise_for_status()
        http.post(f"{path}/finish", json={}).raise_for_status()
        while http.get(f"/admin/regression/test/{test['test_id']}").json()["status"] != "completed":
            pass
        said = {"dataset_name": "questions", "tag": "best", "run_id": test["test_id"]}
        http.post("/admin/regression/baseline", json=said).raise_for_status()


@pytest.mark.usefixtures("best")
def test_a_test_fails_where_answers_are_worse_and_says_by_how_much(
    application: Path, environment: dict[str, str]
) -> None:
    done = run_suite(application, environment)
    assert "1 failed, 2 passed" in done.stdout, done.stdout
    assert "similarity dropped by 25 % against baseline best" in done.stdout


def test_without_a_server_such_tests_skip_and_say_why(application: Path, environment: dict[str, str]) -> None:
    done = run_suite(application, {name: value for name, value in environment.items() if name != "RATCHET_URL"})
    assert "3 skipped" in done.stdout, done.stdout
