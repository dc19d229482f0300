"""The fixture `ratchet_gate` in a test suite of somebody else's."""

import subprocess
import sys
from pathlib import Path

import pytest

SUITE = """
from application import good, worse

def test_it_answers_as_well_as_ever(ratchet_gate):
    assert ratchet_gate("questions", good, baseline="v1").verdict == "passed"

def test_it_answers_worse(ratchet_gate):
    ratchet_gate("questions", worse, baseline="v1")

async def within_a_loop(ratchet_gate):
    return ratchet_gate("questions", good, baseline="v1").summary["pass_rate"]

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


@pytest.mark.usefixtures("baseline")
def test_a_test_fails_where_answers_are_worse_and_says_by_how_much(
    application: Path, environment: dict[str, str]
) -> None:
    done = run_suite(application, environment)
    assert "1 failed, 2 passed" in done.stdout, done.stdout
    assert "similarity dropped by 25 % against baseline v1" in done.stdout


def test_without_a_server_such_tests_skip_and_say_why(application: Path, environment: dict[str, str]) -> None:
    done = run_suite(application, {name: value for name, value in environment.items() if name != "RATCHET_URL"})
    assert "3 skipped" in done.stdout, done.stdout
