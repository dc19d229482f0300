"""What becomes of an exporter's request: rows to store, and reasons for what cannot be."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Row = TypeVar("Row")

_REASONS_TOLD = 5


@dataclass(slots=True)
class Export(Generic[Row]):
    """The rows of a request, and how many of its parts were rejected for which reason."""

    rows: list[Row] = field(default_factory=list[Row])
    rejected: Counter[str] = field(default_factory=Counter[str])

    @property
    def rejected_count(self) -> int:
        return self.rejected.total()

    @property
    def message(self) -> str:
        """The reasons, the most frequent first; empty when nothing was rejected."""
        return "; ".join(f"{reason} ({count} of them)" for reason, count in self.rejected.most_common(_REASONS_TOLD))
