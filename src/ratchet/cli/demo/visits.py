"""Who comes by on a day, and what they ask: the questions that the twins ship with, more at noon than at night."""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from typing import Any

VISITS_BY_HOUR = (1, 1, 0, 0, 1, 2, 3, 5, 7, 8, 9, 9, 8, 8, 9, 9, 9, 10, 10, 9, 7, 5, 3, 2)
"""How busy each hour of the day is, midnight first."""


@dataclass(frozen=True, slots=True)
class Question:
    """Something to ask a twin, and what a good answer is."""

    id: str
    twin_id: str
    query: str
    answer: str
    mode: str

    @property
    def item(self) -> dict[str, Any]:
        """It as an item of a dataset."""
        metadata = {"twin_id": self.twin_id, "query_type": self.mode.lower(), "score": 1.0, "score_name": "editor"}
        return {"id": self.id, "input": self.query, "expectedOutput": self.answer, "metadata": metadata}


@dataclass(frozen=True, slots=True)
class Visit:
    """A question that somebody asked at a time."""

    at: datetime
    question: Question
    user_id: str
    session_id: str


def read_questions() -> list[Question]:
    """The questions of every twin."""
    found: list[Question] = []
    for twin in sorted(files("twin").joinpath("data").iterdir(), key=lambda path: path.name):
        lines = twin.joinpath("questions.jsonl")
        if lines.is_file():
            for number, line in enumerate(lines.read_text().splitlines()):
                said = json.loads(line)
                found.append(
                    Question(f"{twin.name}-{number}", twin.name, said["input"], said["expected_output"], said["mode"])
                )
    return found


def plan_visits(questions: Sequence[Question], end: datetime, seed: int = 7) -> list[Visit]:
    """The visits of the 24 hours before `end`, oldest first; the same for the same seed."""
    return list(_plan(questions, end - timedelta(hours=23, minutes=50), random.Random(seed)))  # noqa: S311 - a play


def _plan(questions: Sequence[Question], start: datetime, rng: random.Random) -> Iterator[Visit]:
    for hour in range(24):
        begin = start + timedelta(minutes=59 * hour)
        for moment in sorted(rng.uniform(0, 3500) for _ in range(VISITS_BY_HOUR[begin.astimezone(UTC).hour])):
            at = begin + timedelta(seconds=moment)
            user = rng.randrange(40)
            yield Visit(at, rng.choice(questions), f"reader-{user:02}", f"{at:%j-%H}-{user:02}")
