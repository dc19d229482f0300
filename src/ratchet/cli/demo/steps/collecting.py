"""Datasets fill: good answers into one, those that readers reject into another."""

from collections.abc import Iterator

from ratchet.cli.demo.stage import GOOD, Stage, wait_until
from ratchet.cli.demo.step import Claim, Step

_GOOD, _POOR = "high_quality_responses", "needs_improvement"
_REJECTED = 5


def play(stage: Stage) -> None:
    """Readers reject some answers; then wait for the collectors that are there from the start."""
    for answered in stage.day[-_REJECTED:]:
        stage.releases[GOOD].give_feedback(answered.trace_id, "down", comment="That is not what I asked.")
    wait_until(lambda: _count(stage, _POOR) >= _rejected(stage), "what was rejected is collected")
    wait_until(lambda: _count(stage, _GOOD) >= 1, "good answers are collected")


def check(stage: Stage) -> Iterator[Claim]:
    """Items are there, and say why."""
    yield Claim(f"{_count(stage, _GOOD)} good answers are in {_GOOD}", _count(stage, _GOOD) >= 1)
    yield Claim(
        f"{_REJECTED} answers got a thumbs-down, and {_count(stage, _POOR)} items are in {_POOR}",
        _count(stage, _POOR) >= _rejected(stage),
    )
    made = stage.client.get(f"/admin/collectors/{_POOR}/history", {"limit": 1})["entries"]
    yield Claim(f"An item says why it is there: “{made[0]['reason']}”" if made else "No item was made", bool(made))


def _count(stage: Stage, dataset: str) -> int:
    return stage.client.get(f"/admin/datasets/{dataset}/items", {"limit": 1})["total"]


def _rejected(stage: Stage) -> int:
    """Inputs that differ: what was asked twice makes one item."""
    return len({answered.query for answered in stage.day[-_REJECTED:]})


STEP = Step("Datasets fill", play, check, "/datasets")
