"""Judges score what has arrived, by themselves."""

from collections.abc import Iterator

from ratchet.cli.demo.stage import Stage, wait_until
from ratchet.cli.demo.step import Claim, Step

_JUDGE = "groundedness"
_SHARE_MIN = 0.8


def play(stage: Stage) -> None:
    """Wait for the judge that is on from the start; what claims nothing has no score of it."""
    wait_until(lambda: _count(stage) >= _SHARE_MIN * len(stage.day), "the day is judged")


def check(stage: Stage) -> Iterator[Claim]:
    """There are scores, and they make the day's quality."""
    scored = _count(stage)
    quality = stage.client.get("/metrics/dashboard", {"hours": 24})["quality"]
    judged = sum(hour["count"] for hour in quality)
    mean = sum(hour["avg_score"] * hour["count"] for hour in quality) / (judged or 1)
    yield Claim(
        f"{scored} of {len(stage.day)} answers have a score of {_JUDGE}: how far sources hold what was said",
        _SHARE_MIN * len(stage.day) <= scored,
    )
    yield Claim(f"The mean quality of the day is {mean:.2f}, from {judged} scores", judged >= scored)


def _count(stage: Stage) -> int:
    return stage.client.get("/api/public/v2/scores", {"name": _JUDGE, "limit": 1})["meta"]["totalItems"]


STEP = Step("Judges score the answers", play, check, "/scores")
