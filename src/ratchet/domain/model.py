"""A model and what its calls cost: published by its maker, or said by a project for itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class Unit(StrEnum):
    """What a model's usage is counted in."""

    TOKENS = "TOKENS"
    CHARACTERS = "CHARACTERS"
    MILLISECONDS = "MILLISECONDS"
    SECONDS = "SECONDS"
    IMAGES = "IMAGES"
    REQUESTS = "REQUESTS"


class Comparison(StrEnum):
    """How a sum of usage is compared with a number."""

    OVER = "gt"
    AT_LEAST = "gte"
    UNDER = "lt"
    AT_MOST = "lte"
    EQUAL = "eq"
    UNEQUAL = "neq"


class Source(StrEnum):
    """Where a call's attributes are."""

    PARAMETERS = "model_parameters"
    METADATA = "metadata"


@dataclass(frozen=True, slots=True)
class UsageCondition:
    """That the counts whose keys match a pattern add up to more, or less, than a number."""

    pattern: str
    comparison: Comparison
    value: float
    case_sensitive: bool = False


@dataclass(frozen=True, slots=True)
class AttributeCondition:
    """That an attribute of the call has one of these values."""

    source: Source
    key: str
    values: Sequence[str]


TierCondition = UsageCondition | AttributeCondition


@dataclass(frozen=True, slots=True)
class Tier:
    """US dollars per unit of each kind of usage, for calls that meet all conditions. The default tier has none."""

    id: str
    name: str
    priority: int
    conditions: Sequence[TierCondition]
    prices: Mapping[str, float]

    @property
    def is_default(self) -> bool:
        """Whether it is for the calls that no other tier is for."""
        return not self.conditions


@dataclass(frozen=True, slots=True)
class Model:
    """What calls of models cost whose names match a pattern, from a time on.

    `tiers` are in the order in which they are tried, the default one last. Without a project it is a published one.
    """

    id: str
    project_id: str
    name: str
    match_pattern: str
    tiers: Sequence[Tier]
    created_at: datetime
    starts_at: datetime | None = None
    unit: Unit | None = None
    tokenizer_id: str | None = None
    tokenizer_config: Any = None

    @property
    def default_tier(self) -> Tier:
        """The tier of calls that no other tier is for."""
        return self.tiers[-1]
