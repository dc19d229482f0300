"""Rows that were deleted leave the disk, too.

The engine hides what is deleted and takes it out of a file when it merges that file with others, which may be never
for old and large ones. So once a day the files that still hide something are written anew.
"""

import logging
import threading
from typing import cast

from clickhouse_connect.driver.client import Client

log = logging.getLogger(__name__)

_INTERVAL_S = 600.0
DAY_S = 24 * 3600

_HIDING = """
SELECT table, partition_id FROM system.parts
WHERE database = currentDatabase() AND active AND has_lightweight_delete AND table NOT IN (
    SELECT table FROM system.mutations
    WHERE database = currentDatabase() AND command LIKE '%APPLY DELETED MASK%'
        AND (NOT is_done OR create_time > now() - {pause:UInt32})
)
GROUP BY table, partition_id ORDER BY table, partition_id
"""


def erase_deleted(client: Client, *, pause_s: int = DAY_S) -> list[str]:
    """Have files that hide deleted rows written anew in the background, and name their tables and partitions.

    A table has its turn when `pause_s` have passed since its last one: writing a large file takes minutes.
    """
    rows = client.query(_HIDING, parameters={"pause": pause_s}).result_rows
    found = cast(list[tuple[str, str]], rows)
    for table, partition in found:
        client.command(
            f"ALTER TABLE {table} APPLY DELETED MASK IN PARTITION ID {{partition:String}}",
            parameters={"partition": partition},
        )
    return [f"{table} {partition}" for table, partition in found]


class Erasure:
    """Erases what is deleted, until `close`. Replicas take turns, for each sees what another has begun."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="erasure", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Erase no more."""
        self._closing.set()
        self._thread.join()
        self._client.close()

    def _run(self) -> None:
        while not self._closing.wait(_INTERVAL_S):
            try:
                for place in erase_deleted(self._client):
                    log.info("Deleted rows of %s leave the disk", place)
            except Exception:
                log.exception("Deleted rows are hidden, and still on the disk")
