"""A dataset, and the items in it: inputs with the answers that are expected of them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from ratchet.domain.qa import Facts, to_facts


class ItemStatus(StrEnum):
    """Whether an item takes part in lists and runs."""

    ACTIVE = "ACTIVE"
    ARCHIVED = "ARCHIVED"


@dataclass(frozen=True, slots=True)
class Dataset:
    """What holds items together: a name, and the schemas that their values must meet (`None` for no schema).

    An archived dataset stays readable by its name, is in no list, and takes no items.
    """

    project_id: str
    id: str
    name: str
    created_at: datetime
    updated_at: datetime
    description: str | None = None
    metadata: Any = None
    input_schema: Any = None
    expected_output_schema: Any = None
    archived_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An item as one edit left it; every edit is a version of its own.

    Times are nanoseconds since 1970 in UTC. `version` is the time of the edit in full milliseconds, because that is
    how precisely clients say as of when they read; no two versions of an item have the same.
    """

    project_id: str
    dataset_id: str
    id: str
    created_at: int
    version: int
    status: ItemStatus = ItemStatus.ACTIVE
    input: Any = None
    expected_output: Any = None
    metadata: Any = None
    source_trace_id: str = ""
    source_span_id: str = ""

    @property
    def facts(self) -> Facts:
        """What the item itself says of query, response and score."""
        return to_facts(self.input, self.expected_output, self.metadata)

    @property
    def query(self) -> str | None:
        return self.facts.query

    @property
    def response(self) -> str | None:
        return self.facts.response

    @property
    def score(self) -> float | None:
        return self.facts.score

    @property
    def score_name(self) -> str | None:
        return self.facts.score_name

    @property
    def query_type(self) -> str | None:
        return self.facts.query_type
