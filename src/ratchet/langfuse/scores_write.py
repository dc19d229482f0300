"""Scores posted to Langfuse's API: one of them, or a list in which each stands for itself."""

from dataclasses import dataclass, field
from time import time_ns
from typing import Any
from uuid import uuid4

from ratchet.domain.score import Score
from ratchet.errors import Invalid
from ratchet.scores.parse import parse_score


@dataclass(slots=True)
class PostedScores:
    """The scores of a list that are right, and what is wrong with the others."""

    scores: list[Score] = field(default_factory=list[Score])
    errors: list[dict[str, str]] = field(default_factory=list[dict[str, str]])

    @property
    def answer(self) -> tuple[int, dict[str, Any]]:
        """Status and body: all were taken, or how many."""
        if not self.errors:
            return 202, {"message": "Accepted"}
        return 207, {"accepted": len(self.scores), "rejected": len(self.errors), "errors": self.errors}


def parse_posted_score(raw: Any, project_id: str) -> Score:
    """One score; raises `Invalid` naming the field that is wrong."""
    return parse_score(raw, project_id=project_id, score_id=str(uuid4()), timestamp=time_ns())


def parse_posted_scores(raw: list[Any], project_id: str) -> PostedScores:
    """Every score of a list, or what is wrong with it and where."""
    posted = PostedScores()
    for position, item in enumerate(raw):
        try:
            posted.scores.append(parse_posted_score(item, project_id))
        except Invalid as error:
            posted.errors.append({"message": f"[{position}].{error.message}"})
    return posted
