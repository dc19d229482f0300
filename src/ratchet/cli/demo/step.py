"""What every step of the demo is: something that is done, and what the server's API says of it afterwards."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from ratchet.cli.demo.stage import Stage


class Claim(NamedTuple):
    """What a step says that it did, and whether the API says so too."""

    text: str
    holds: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One part of the loop."""

    title: str
    play: Callable[[Stage], None]
    check: Callable[[Stage], Iterable[Claim]]
    page: str
    """Where the dashboard shows it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a step: its claims, or what kept it from any."""

    step: Step
    claims: tuple[Claim, ...]
    seconds: float

    @property
    def holds(self) -> bool:
        return bool(self.claims) and all(claim.holds for claim in self.claims)
