"""Examples at hand: those of a dataset, by type, best first, with what the project has set."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from ratchet.domain.few_shot import DATASET, Example
from ratchet.sdk.few_shot.holdout import DEFAULT_SHARE

EXAMPLES_MAX = 10_000
LENGTH_MAX = 20_000
"""Characters of an example's query and response together; a longer one would crowd out the prompt."""
_CHARACTERS_PER_TOKEN = 4
_COMPARED_LENGTH = 2_000
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds where a call says nothing else."""

    dataset_name: str = DATASET
    n: int = 3
    min_score: float = 0.8
    strategy: str = "score"
    token_budget: int | None = None
    holdout_share: float = DEFAULT_SHARE


@dataclass(frozen=True, slots=True)
class Stock:
    """One reading of a dataset; `etag` is what the server knows it by."""

    by_type: Mapping[str, Sequence[Example]] = field(default_factory=dict[str, Sequence[Example]])
    defaults: Defaults = field(default_factory=Defaults)
    etag: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Which examples a prompt is to show; of the query's own duplicates, none."""

    query: str
    query_type: str
    n: int
    min_score: float
    token_budget: int | None = None


def to_stock(examples: Iterable[Example], defaults: Defaults, etag: str = "") -> Stock:
    """Examples put in order: by type, the highest score first, and by their ids among equals."""
    usable = (one for one in examples if len(one.query) > 0 and len(one.query) + len(one.response) <= LENGTH_MAX)
    best = sorted(usable, key=lambda one: (-one.score, one.id))[:EXAMPLES_MAX]
    by_type = groupby(sorted(best, key=_type_of), key=_type_of)
    return Stock({query_type: tuple(group) for query_type, group in by_type}, defaults, etag)


def pick(examples: Iterable[Example], wish: Wish) -> list[Example]:
    """The first examples that a wish allows, of a sequence that begins with the best.

    Tokens are taken to be four characters long; an example that would go beyond the budget is passed over.
    """
    asked = _plain(wish.query)
    left = wish.token_budget
    picked: list[Example] = []
    for example in examples:
        if len(picked) >= wish.n or example.score < wish.min_score:
            break
        cost = count_tokens(example)
        if _plain(example.query) == asked or (left is not None and cost > left):
            continue
        left = None if left is None else left - cost
        picked.append(example)
    return picked


def count_tokens(example: Example) -> int:
    """About how many tokens an example has."""
    return -(-(len(example.query) + len(example.response)) // _CHARACTERS_PER_TOKEN)


def _type_of(example: Example) -> str:
    return example.query_type


def _plain(text: str) -> list[str]:
    return _WORD.findall(text[:_COMPARED_LENGTH].casefold())
