"""`ratchet sync langfuse` between two running servers: once for everything, and then once more for nothing."""

from typing import Any

import pytest
from differences import differences
from everything import read_everything

from conftest import Syncing
from ratchet.testing.server import Server


@pytest.fixture(scope="module")
def first_run(syncing: Syncing) -> tuple[int, str]:
    """The exit code of the first sync, and what it printed."""
    return syncing.run()


def test_what_is_copied_is_identical(first_run: tuple[int, str], destination: Server, original: dict[str, Any]) -> None:
    code, printed = first_run
    assert code == 0, printed
    assert list(differences(original, read_everything(destination)))[:20] == []


@pytest.mark.usefixtures("first_run")
def test_a_second_run_changes_nothing(syncing: Syncing, destination: Server, original: dict[str, Any]) -> None:
    for arguments in ((), ("--again",)):
        code, printed = syncing.run(*arguments)
        assert code == 0, printed
        assert written(printed) == {"0"}
    assert list(differences(original, read_everything(destination)))[:20] == []


def written(printed: str) -> set[str]:
    """The numbers in the column that says how many were written."""
    head, *lines = [line for line in printed.splitlines() if line.strip()]
    place = head.index("Written")
    return {line[place : place + len("Written")].strip() for line in lines}


@pytest.mark.usefixtures("first_run")
def test_what_is_new_at_the_source_comes_with_the_next_run(
    syncing: Syncing, source: Server, destination: Server
) -> None:
    with source.client() as there:
        score = {"id": "late", "traceId": "picture", "name": "good", "value": 0.25}
        assert there.post("/api/public/scores", json=score).status_code == 200
        code, printed = syncing.run("--only", "scores")
        assert code == 0, printed
        with destination.client() as here:
            assert here.get("/api/public/v2/scores/late").json() == there.get("/api/public/v2/scores/late").json()
        assert there.delete("/api/public/scores/late").status_code == 204


def test_a_dry_run_says_how_much_there_is_and_writes_nothing(syncing: Syncing, original: dict[str, Any]) -> None:
    code, printed = syncing.run("--dry-run", "--to", "http://127.0.0.1:9")
    assert code == 0, printed
    amounts = {line.split()[0]: line.split()[-1] for line in printed.splitlines()[1:]}
    assert amounts["traces"] == str(len(original["traces"]))
    assert amounts["dataset-items"] == "107"
    assert amounts["prompts"] == "6"
    assert amounts["models"] == "1"


def test_a_source_that_does_not_take_the_key_is_named(syncing: Syncing, source: Server) -> None:
    code, printed = syncing.run("--secret-key", "sk-wrong")
    assert code == 1
    assert source.url in printed
    assert "Traceback" not in printed


def test_nothing_is_copied_onto_itself(syncing: Syncing, source: Server) -> None:
    keys = ("--to-public-key", source.public_key, "--to-secret-key", source.secret_key)
    code, printed = syncing.run("--to", source.url, *keys)
    assert code == 1
    assert "onto itself" in printed


def test_a_part_that_there_is_not_is_refused_with_those_there_are(syncing: Syncing) -> None:
    code, printed = syncing.run("--only", "dreams")
    assert code == 1
    assert "score-configs" in printed
