"""A Ratchet as the destination: it takes copies as they are, with their ids, numbers and times."""

from collections.abc import Sequence
from typing import Any

from ratchet.langfuse.sync.remote import Remote, Row


class RatchetDestination:
    """A Ratchet server."""

    def __init__(self, remote: Remote) -> None:
        self.remote = remote

    def keep(self, kind: str, copies: Sequence[Row]) -> dict[str, Any]:
        """Take copies of a kind."""
        return self.remote.send("PUT", f"/admin/copies/{kind}", json={"data": list(copies)})
