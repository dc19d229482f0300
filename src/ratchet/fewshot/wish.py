"""What is wanted of examples, and what came of it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from ratchet.domain.few_shot import Example
from ratchet.domain.few_shot_settings import Strategy


class FellBack(StrEnum):
    """Why examples were chosen by score although others were wanted."""

    DEADLINE = "deadline"
    NOTHING_SIMILAR = "nothing_similar"
    NO_EMBEDDING = "no_embedding"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is wanted: so many examples of a type for a query, from a score on, within a budget and a time."""

    query: str
    query_type: str
    n: int = 3
    min_score: float = 0.8
    strategy: Strategy = Strategy.SCORE
    token_budget: int | None = None
    diversity: float = 0.5
    deadline_s: float = 0.05


class Chosen(NamedTuple):
    """What was chosen, by which strategy in the end, and why not by the one that was wanted."""

    examples: list[Example]
    strategy: Strategy
    fell_back: FellBack | None = None
