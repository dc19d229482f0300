"""Waiting for a run: whoever asked for a verdict gets it, unless it takes too long."""

import asyncio
from time import monotonic

from ratchet.domain.regression_run import RegressionRun
from ratchet.regression.posting import find_run
from ratchet.store.records import RecordStore

_FIRST_PAUSE_S = 0.1
_PAUSE_S_MAX = 2.0


async def wait_until_over(records: RecordStore, run: RegressionRun, *, within_s: float) -> RegressionRun:
    """The run once it is over, or as it is when the time is up."""
    deadline, pause_s = monotonic() + within_s, _FIRST_PAUSE_S
    while not run.state.is_over and (left_s := deadline - monotonic()) > 0:
        await asyncio.sleep(min(pause_s, left_s))
        pause_s = min(1.2 * pause_s, _PAUSE_S_MAX)
        run = await asyncio.to_thread(find_run, records, run.project_id, run.id)
    return run
