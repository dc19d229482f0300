"""Opening a target, of whichever kind, so that items can be put to it."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from ratchet.domain.target import Target, TargetKind
from ratchet.store.events import EventStore
from ratchet.targets.releases import Release
from ratchet.targets.reply import Respondent
from ratchet.targets.requesting import open_endpoint


@asynccontextmanager
async def open_respondent(
    events: EventStore, target: Target, secret: str, *, variables: Mapping[str, Any], timeout_s: float
) -> AsyncGenerator[Respondent]:
    """Whoever answers for a target; connections stay open while the block runs."""
    if target.kind is TargetKind.RELEASE:
        yield Release(events, target)
        return
    async with open_endpoint(target, secret, variables=variables, timeout_s=timeout_s) as endpoint:
        yield endpoint
