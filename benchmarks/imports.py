"""How fast files are imported, and in how much memory: JSON lines, CSV and Parquet of a gigabyte.

    uv run python benchmarks/imports.py [--megabytes 1000] [--format jsonl] [--check]

A file of two-kilobyte rows is sent to a real `ratchet serve` as the command line sends it. `--check` stores nothing, so
what is measured is taking the file in and reading it.
"""

import argparse
import csv
import json
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pyarrow as pa
import pyarrow.parquet as pq

from prose import read_prose
from ratchet.sdk.client import Client
from ratchet.sdk.connection import Connection
from ratchet.testing.server import Server, running_server

PIECE_BYTES = 1024 * 1024
ROW_BYTES = 2000
MEBIBYTE = 1024 * 1024


def main() -> None:
    """Make each file, import it into a fresh server, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=1000)
    parser.add_argument("--format", choices=WRITERS, action="append")
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args()
    rows = asked.megabytes * 1_000_000 // ROW_BYTES
    for write in (WRITERS[name] for name in asked.format or WRITERS):
        with tempfile.TemporaryDirectory() as directory, running_server(Path(directory) / "server") as server:
            file = Path(directory) / "items"
            write(file, rows)
            measure(server, file, "check" if asked.check else "store")


def make_rows(count: int) -> Iterator[dict[str, Any]]:
    """Rows of two kilobytes of text."""
    prose = read_prose()
    for i in range(count):
        start = 1850 * i % (len(prose) - 1850)
        yield {
            "id": f"item-{i}",
            "input": prose[start : start + 1000],
            "expected_output": prose[start + 1000 : start + 1850],
            "score": i % 100 / 100,
            "query_type": "benchmark",
        }


def write_jsonl(path: Path, count: int) -> None:
    """The rows as JSON lines."""
    with path.open("w") as file:
        file.writelines(json.dumps(row) + "\n" for row in make_rows(count))


def write_csv(path: Path, count: int) -> None:
    """The rows as CSV."""
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, next(make_rows(1)))
        writer.writeheader()
        writer.writerows(make_rows(count))


def write_parquet(path: Path, count: int) -> None:
    """The rows as Parquet, not compressed, so that there is as much of it."""
    rows = make_rows(count)
    schema = pa.Table.from_pylist(list(make_rows(1))).schema
    with pq.ParquetWriter(path, schema, compression="none", use_dictionary=False) as writer:
        while some := [row for _, row in zip(range(50_000), rows, strict=False)]:
            writer.write_table(pa.Table.from_pylist(some, schema))


def measure(server: Server, path: Path, mode: str) -> None:
    """Import a file, and print how long that took and what it held."""
    connection = Connection(server.url, server.public_key, server.secret_key, timeout_s=120)
    with Client(connection) as client, path.open("rb") as file:
        client.post("/admin/datasets", {"name": "large"})
        size_bytes = path.stat().st_size
        pieces = iter(lambda: file.read(PIECE_BYTES), b"")
        before = psutil.Process(server.process.pid).memory_info().rss
        began = time.perf_counter()
        (*_, done), peak = watched(
            server.process.pid,
            lambda: list(
                client.send("/admin/datasets/large/import", pieces, size_bytes=size_bytes, params={"mode": mode})
            ),
        )
        seconds = time.perf_counter() - began
    print(f"{done['format']}: {size_bytes / 1e6:,.0f} MB, {done['accepted']:,} of {done['rows']:,} rows", end=" ")
    print(f"in {seconds:.0f} s, {done['rows'] / seconds:,.0f} rows/s", end="; ")
    print(f"memory {before / MEBIBYTE:,.0f} MiB before, {peak / MEBIBYTE:,.0f} MiB at most")


def watched(pid: int, work: Callable[[], Any]) -> tuple[Any, int]:
    """What some work gives, and the most memory that a process had meanwhile."""
    process, done, peak = psutil.Process(pid), threading.Event(), 0

    def watch() -> None:
        nonlocal peak
        while not done.wait(0.05):
            peak = max(peak, process.memory_info().rss)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        return work(), peak
    finally:
        done.set()
        watcher.join()


WRITERS = {"jsonl": write_jsonl, "csv": write_csv, "parquet": write_parquet}


if __name__ == "__main__":
    main()
