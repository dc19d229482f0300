"""What an application is asked about an item, and what it says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, Self

from ratchet.domain.template import item_variables


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """An item of a dataset as it is asked: `query` is the text in its `input`. Repeats count from 0."""

    item_id: str
    repeat: int = 0
    input: Any = None
    query: str = ""
    metadata: Any = None
    expected_output: Any = None

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Self:
        """A question as the server sends it."""
        return cls(
            item_id=said["item_id"],
            repeat=said["repeat"],
            input=said["input"],
            query=said["query"] or "",
            metadata=said["metadata"],
            expected_output=said["expected_output"],
        )

    @property
    def variables(self) -> dict[str, Any]:
        """What a template can say of it; nothing that would give the expected answer away."""
        return item_variables(item_id=self.item_id, query=self.query, asked=self.input, metadata=self.metadata)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """An answer with what else is known of it: its trace, and scores by name that the application gives itself."""

    output: Any
    trace_id: str = ""
    scores: Mapping[str, float] = field(default_factory=dict[str, float])


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """Why there is no answer, and whether asking again may help."""

    reason: str
    may_pass: bool = False


class Respondent(Protocol):
    """Whoever can be asked, several questions at once."""

    async def ask(self, question: Question) -> Answered | NoAnswer:
        """What it says. Never raises but when the task is cancelled."""
        ...
