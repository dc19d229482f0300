"""Writes spans while the disk is filled and emptied again, and tells what was acknowledged and what was found.

Run in a process of its own by test_disk_full.py, because a process can have one engine directory.
"""

import json
import sys
import time
from io import FileIO
from pathlib import Path
from random import Random

from ratchet.domain.span import Span
from ratchet.errors import Unavailable
from ratchet.store.events import EventStore, open_event_store
from ratchet.store.events.spans import write_spans

ROUNDS, BATCHES, SPANS = 3, 8, 500
TIMEOUT_S = 30
random = Random(7)


def main(disk: Path) -> None:
    store = open_event_store(f"chdb://{disk}/events")
    store.command("ALTER TABLE spans MODIFY SETTING old_parts_lifetime = 1, cleanup_delay_period = 1")
    acknowledged = 0
    refusals: set[str] = set()
    for number in range(ROUNDS):
        acknowledged += sum(write(store, f"{number}-{batch}") for batch in range(BATCHES))
        with (disk / "ballast").open("wb", buffering=0) as ballast:
            fill(ballast)
            try:
                acknowledged += write(store, f"{number}-full")
            except Unavailable as error:
                refusals.add(error.message)
            assert find(store) == acknowledged, "what is stored can be read while the disk is full"
        (disk / "ballast").unlink()
        acknowledged += write_when_there_is_room(store, f"{number}-after")
    store.command("SYSTEM START MERGES")
    store.command("OPTIMIZE TABLE spans FINAL")
    found = find(store)
    store.close()
    reopened = open_event_store(f"chdb://{disk}/events")
    print(json.dumps([acknowledged, found, find(reopened), sorted(refusals)]))
    reopened.close()


def write(store: EventStore, batch: str) -> int:
    spans = [Span("p", f"{batch}-{n // 4}", f"{n}", input=random.randbytes(500).hex()) for n in range(SPANS)]
    write_spans(store, spans)
    return SPANS


def write_when_there_is_room(store: EventStore, batch: str) -> int:
    deadline = time.monotonic() + TIMEOUT_S
    while True:
        try:
            return write(store, batch)
        except Unavailable:
            if time.monotonic() > deadline:
                raise


def find(store: EventStore) -> int:
    # Reads every column, so that a part which is not whole is noticed.
    return store.query("SELECT count() FROM spans FINAL WHERE NOT ignore(*)")[0][0]


def fill(ballast: FileIO) -> None:
    """Take all room that there is, as fast as a fast disk does and no faster."""
    for size in (256 * 1024, 512):
        try:
            while True:
                ballast.write(b"x" * size)
                time.sleep(0.0005)
        except OSError:
            pass


if __name__ == "__main__":
    main(Path(sys.argv[1]))
