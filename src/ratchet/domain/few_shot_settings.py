"""How a project chooses examples, and which it no longer shows."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ratchet.domain.few_shot import DATASET


class Strategy(StrEnum):
    """What puts examples in order: their score, how near they are to the query, or that and how they differ."""

    SCORE = "score"
    SIMILARITY = "similarity"
    DIVERSE = "diverse"


class Likeness(StrEnum):
    """How near texts are: by the words they share (BM25), or by what they mean, to a model here or of a provider."""

    WORDS = "words"
    LOCAL = "local"
    PROVIDER = "provider"


class Retirer(StrEnum):
    """Who took an example out of use."""

    PERSON = "person"
    REVIEW = "review"


@dataclass(frozen=True, slots=True, kw_only=True)
class FewShotSettings:
    """What holds where a request says nothing else.

    `evaluation_datasets` are kept out of prompts beside those that runs were made of. With `auto_retire`, examples
    that were shown to hurt in the last `review_hours` are retired when these are over.
    """

    dataset_name: str = DATASET
    n: int = 3
    min_score: float = 0.8
    strategy: Strategy = Strategy.SCORE
    token_budget: int | None = None
    redact: bool = False
    holdout_share: float = 0.05
    likeness: Likeness = Likeness.WORDS
    embedding_connection: str = ""
    embedding_model: str = ""
    diversity: float = 0.5
    evaluation_datasets: tuple[str, ...] = ()
    auto_retire: bool = False
    review_hours: int = 168
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Retirement:
    """An example that is shown no more; `example` is as a trace names it."""

    project_id: str
    example: str
    reason: str
    by: Retirer
    retired_at: datetime
