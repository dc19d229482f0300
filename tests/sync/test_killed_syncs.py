"""`ratchet sync langfuse` between two running servers, killed again and again."""

import random
from collections.abc import Iterator
from typing import Any

import pytest
from differences import differences
from everything import read_everything

from conftest import Syncing
from ratchet.testing.server import Server

KILLS = 4

pytestmark = pytest.mark.slow


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
    assert list(differences(original, read_everything(destination)))[:20] == []
