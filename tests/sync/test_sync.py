"""`ratchet sync langfuse` between two running servers: killed again and again, and then once more for nothing."""

import random
from collections.abc import Iterator
from typing import Any

import pytest
from differences import differences
from everything import read_everything

from conftest import Syncing
from ratchet.testing.server import Server

KILLS = 4


@pytest.fixture(scope="module")
def original(source: Server) -> dict[str, Any]:
    """What there is to copy."""
    with source.client() as http:
        return read_everything(http)


def read_copy(destination: Server) -> dict[str, Any]:
    with destination.client() as http:
        return read_everything(http)


def steps_until_killed() -> Iterator[int]:
    luck = random.Random(11)
    yield from (luck.randrange(1, 6) for _ in range(KILLS))


def kill_after(syncing: Syncing, steps: int) -> bool:
    """Start a sync and kill it when it has written down its progress so many times; whether that came to pass."""
    process, said = syncing.start(), syncing.progress()
    while process.poll() is None:
        if (now := syncing.progress()) != said:
            said, steps = now, steps - 1
        if steps == 0:
            process.kill()
    process.communicate()
    return steps == 0


def test_a_sync_that_was_killed_again_and_again_ends_with_identical_content(
    syncing: Syncing, destination: Server, original: dict[str, Any]
) -> None:
    killed = [kill_after(syncing, steps) for steps in steps_until_killed()]
    assert sum(killed) >= KILLS // 2  # a sync that is about to end can be quicker than who kills it
    code, printed = syncing.run()
    assert code == 0, printed
    assert list(differences(original, read_copy(destination)))[:20] == []


def test_a_second_run_changes_nothing(syncing: Syncing, destination: Server, original: dict[str, Any]) -> None:
    for arguments in ((), ("--again",)):
        code, printed = syncing.run(*arguments)
        assert code == 0, printed
        assert written(printed) == {"0"}
    assert list(differences(original, read_copy(destination)))[:20] == []


def written(printed: str) -> set[str]:
    """The numbers in the column that says how many were written."""
    head, *lines = [line for line in printed.splitlines() if line.strip()]
    place = head.index("Written")
    return {line[place : place + len("Written")].strip() for line in lines}


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
