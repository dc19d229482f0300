"""Where examples come from."""

from typing import NamedTuple, Protocol

from ratchet.domain.few_shot import Example
from ratchet.sdk.few_shot.stock import Stock, Wish


class Selected(NamedTuple):
    """What was chosen, and by which strategy in the end."""

    examples: list[Example]
    strategy: str


class Source(Protocol):
    """A server that keeps examples; what goes wrong is raised."""

    def read(self, dataset_name: str | None, min_score: float | None, etag: str) -> Stock | None:
        """Everything usable in a dataset, by default the project's; `None` while that is what `etag` names."""
        ...

    def select(self, dataset_name: str, wish: Wish, *, strategy: str, redact: bool, deadline_s: float) -> Selected:
        """Examples chosen by the server."""
        ...
