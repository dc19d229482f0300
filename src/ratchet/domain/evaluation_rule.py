"""An evaluation rule: which spans some evaluators look at, as Langfuse's API divides what a judge is here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple


class Assignment(NamedTuple):
    """An evaluator that a rule sends spans to; `mapping` says, in the client's words, what fills its prompt."""

    evaluator: str
    mapping: Sequence[Mapping[str, Any]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationRule:
    """One rule; `filter` holds its conditions in the client's words. Each assignment is carried out by a judge."""

    project_id: str
    id: str
    name: str
    is_enabled: bool
    sampling: float
    filter: Sequence[Mapping[str, Any]]
    assignments: tuple[Assignment, ...]
    created_at: datetime
    updated_at: datetime

    def judge_of(self, assignment: Assignment) -> str:
        """The name of the judge that carries an assignment out."""
        return f"{assignment.evaluator} @ {self.id}"
