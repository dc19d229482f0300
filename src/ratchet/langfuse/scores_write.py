"""Scores posted to Langfuse's API: one of them, or a list in which each stands for itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from time import time_ns
from typing import Any
from uuid import uuid4

from ratchet.domain.score import Score
from ratchet.domain.score_config import ScoreConfig
from ratchet.errors import Invalid
from ratchet.scores.configs import read_configs_of
from ratchet.scores.parse import parse_score
from ratchet.store.records import RecordStore


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


def read_posted_score(raw: Any, records: RecordStore, project_id: str) -> Score:
    """One score; raises `Invalid` naming the field that is wrong."""
    return _parse(raw, project_id, read_configs_of(records, project_id, [raw]))


def read_posted_scores(raw: list[Any], records: RecordStore, project_id: str) -> PostedScores:
    """Every score of a list, or what is wrong with it and where."""
    posted = PostedScores()
    configs = read_configs_of(records, project_id, raw)
    for position, item in enumerate(raw):
        try:
            posted.scores.append(_parse(item, project_id, configs))
        except Invalid as error:
            posted.errors.append({"message": f"[{position}].{error.message}"})
    return posted


def _parse(raw: Any, project_id: str, configs: Mapping[str, ScoreConfig]) -> Score:
    return parse_score(raw, project_id=project_id, score_id=str(uuid4()), timestamp=time_ns(), configs=configs)
