"""What became of everything of one kind."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

REFUSALS_KEPT_MAX = 100


class Refusal(NamedTuple):
    """Something that the destination did not take, and why."""

    name: str
    reason: str


@dataclass(slots=True)
class Account:
    """How many were read, how many changed anything at the destination, and which were refused (the first of them)."""

    read: int = 0
    changed: int = 0
    refused: int = 0
    refusals: list[Refusal] = field(default_factory=list[Refusal])

    def refuse(self, name: str, reason: str) -> None:
        """Count one that was not taken."""
        self.refused += 1
        if len(self.refusals) < REFUSALS_KEPT_MAX:
            self.refusals.append(Refusal(name, reason))

    def add(self, read: int, answer: Mapping[str, Any]) -> None:
        """Count copies that were sent, by what was answered."""
        self.read += read
        self.changed += int(answer["changed"])
        for one in answer["refused"]:
            self.refuse(str(one["id"] or ""), str(one["reason"]))


class Progress(NamedTuple):
    """How far a kind is; `total` is None where nobody has counted."""

    kind: str
    done: int
    total: int | None


Watch = Callable[[Progress], None]
