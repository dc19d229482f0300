"""One sync: from where, to where, how far it is, and what came of it."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from ratchet.langfuse.sync.account import Account, Progress, Watch
from ratchet.langfuse.sync.checkpoint import Checkpoint
from ratchet.langfuse.sync.remote import Remote, Row

BATCH = 100
BATCH_SIZE_BYTES_MAX = 4_000_000


class Destination(Protocol):
    """What takes copies."""

    remote: Remote

    def keep(self, kind: str, copies: Sequence[Row]) -> dict[str, Any]:
        """Take copies of a kind; the answer says how many `changed` anything, and which were `refused`."""
        ...


@dataclass
class Sync:
    """What all parts of a sync share."""

    source: Remote
    destination: Destination
    checkpoint: Checkpoint
    begun: datetime
    watch: Watch
    accounts: dict[str, Account] = field(default_factory=dict[str, Account])

    def account(self, kind: str) -> Account:
        """The account of a kind."""
        return self.accounts.setdefault(kind, Account())

    def keep(self, kind: str, copies: Iterable[Row], total: int | None = None) -> None:
        """Send copies to the destination, a batch at a time."""
        account = self.account(kind)
        for batch in _batches(copies):
            account.add(len(batch), self.destination.keep(kind, batch))
            self.tell(kind, total)

    def tell(self, kind: str, total: int | None = None) -> None:
        """Show how far a kind is."""
        self.watch(Progress(kind, self.account(kind).read, total))


def _batches(copies: Iterable[Row]) -> Iterator[list[Row]]:
    """Copies in their order, in batches that are not too large to be sent."""
    batch, size_bytes = list[Row](), 0
    for copy in copies:
        copy_bytes = len(json.dumps(copy))
        if batch and (len(batch) == BATCH or size_bytes + copy_bytes > BATCH_SIZE_BYTES_MAX):
            yield batch
            batch, size_bytes = [], 0
        batch.append(copy)
        size_bytes += copy_bytes
    if batch:
        yield batch
