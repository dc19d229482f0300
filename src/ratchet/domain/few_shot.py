"""Examples that prompts show: a question with an answer that was found good."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class QueryType(StrEnum):
    """What a query is after; an application's own rules may know others."""

    STANCE = "stance"
    FACTUAL = "factual"
    SMALLTALK = "smalltalk"
    TEACHING = "teaching"
    REPAIR = "repair"
    GENERAL = "general"


DATASET: Final = "high_quality_responses"
EXAMPLES: Final = "ratchet.few_shot.examples"
QUERY_TYPE: Final = "ratchet.few_shot.query_type"
STRATEGY: Final = "ratchet.few_shot.strategy"
HELD_OUT: Final = "ratchet.few_shot.held_out"
WITHHELD: Final = "ratchet.few_shot.withheld"
DATASET_NAME: Final = "ratchet.few_shot.dataset"
"""Attributes of the span in which a prompt was made; `EXAMPLES` is a JSON array of `Example.reference`.

A trace that is held out has no examples; `WITHHELD` names those that it would have had, in the same form: what an
example does is measured on traces that differ in nothing else.
"""


@dataclass(frozen=True, slots=True)
class Example:
    """An item of a dataset as a prompt shows it; `trace_id` is where the answer was given."""

    id: str
    query: str
    response: str
    score: float
    query_type: str
    dataset: str
    trace_id: str | None = None

    @property
    def reference(self) -> str:
        """How a trace names it: `<dataset>/<item id>`."""
        return f"{self.dataset}/{self.id}"
