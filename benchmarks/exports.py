"""How long it takes to export a million items, and what it takes in memory; and others writing the same rows.

    uv run python benchmarks/exports.py [--items 1000000] [--repeat 3]

Items of 300 bytes of question and answer are in an embedded store. Each format is exported with its split, checks,
statistics and manifest as `POST /admin/datasets/{name}/export` does it. HF datasets, pandas and polars read the same
rows from Parquet into memory and write them as JSON Lines; only the writing is timed. Each is a process, and its
seconds are medians; memory is what it takes at most beyond what it has when it has loaded its libraries.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from threading import Event
from typing import NamedTuple

from ratchet.auth.keys import ensure_project
from ratchet.domain.dataset import Dataset
from ratchet.domain.export import Checks, ExportFormat, ExportOrder
from ratchet.export.beginning import begin_export
from ratchet.export.desk import Desk
from ratchet.export.exporting import carry_out
from ratchet.store.events import open_event_store
from ratchet.store.records import open_record_store

KINDS = ("jsonl", "jsonl in order", "jsonl unchecked", "csv", "parquet", "huggingface", "openai")
BATCH = 100_000
PEERS = {
    "HF datasets": ("import datasets", "datasets.Dataset.from_parquet(path)", "rows.to_json(out)"),
    "pandas": ("import pandas", "pandas.read_parquet(path)", "rows.to_json(out, orient='records', lines=True)"),
    "polars": ("import polars", "polars.read_parquet(path)", "rows.write_ndjson(out)"),
}
PEER = """
import re, sys, time
from statistics import median
path, out, repeat = sys.argv[1:]
def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])
{load}
idle = peak()
rows = {read}
seconds, processor_s = [], []
for _ in range(int(repeat)):
    began, used = time.perf_counter(), time.process_time()
    {write}
    seconds.append(time.perf_counter() - began)
    processor_s.append(time.process_time() - used)
print(median(seconds), median(processor_s), peak() - idle)
"""


def main() -> None:
    """Fill a store, export, print; or do one export where asked to by itself."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=1_000_000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--kinds", nargs="+", default=KINDS, metavar="FORMAT")
    parser.add_argument("--one", nargs=2, metavar=("DIRECTORY", "FORMAT"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        export_one(Path(given.one[0]), given.one[1], given.repeat)
        return
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        fill(directory, given.items)
        print(f"{given.items:,} items\n\n| | s | of the processor | items/s | MiB beyond idle |\n|---|---|---|---|---|")
        repeat = str(given.repeat)
        for kind in given.kinds:
            show(f"Ratchet, {kind}", given.items, run(__file__, "--one", name, kind, "--repeat", repeat))
        run(__file__, "--one", name, "parquet in order", "--repeat", "1")
        rows, out = (str(directory / each) for each in ("exports/parquet-in-order-0.parquet", "peer.jsonl"))
        for peer, (load, read, write) in PEERS.items():
            code = PEER.format(load=load, read=read, write=write)
            show(peer, given.items, run("-c", code, rows, out, repeat))


class Figures(NamedTuple):
    """What a process says of itself: seconds by the clock and of the processor, KiB of memory."""

    seconds: float
    processor_s: float
    size: int


def run(*command: str) -> Figures:
    """What a process says of itself."""
    done = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    seconds, processor_s, size = done.stdout.split()[-3:]
    return Figures(float(seconds), float(processor_s), int(size))


def show(name: str, items: int, figures: Figures) -> None:
    """Print a row."""
    seconds, processor_s, size = figures
    print(f"| {name} | {seconds:.1f} | {processor_s:.1f} | {items / seconds:,.0f} | {size / 1024:,.0f} |", flush=True)


def fill(directory: Path, items: int) -> None:
    """Write the items, as an import would have left them."""
    store = open_event_store(f"chdb://{directory}/events")
    for start in range(0, items, BATCH):
        store.command(f"""
            INSERT INTO dataset_items (project_id, dataset_id, created_at, item_id, version, status, input,
                expected_output, metadata, score, query_type)
            SELECT 'project', 'dataset', at, concat('item-', toString(number)), at, 'ACTIVE',
                concat('{{"query":"How do I return order ', toString(number), '? ', hex(cityHash64(number, 1)), ' ',
                    hex(cityHash64(number, 2)), '"}}'),
                concat('You can return it within thirty days. ', arrayStringConcat(
                    arrayMap(n -> hex(cityHash64(number, n)), range(8)), ' ')),
                concat('{{"score":', toString(number % 100 / 100), ',"query_type":"stance"}}'),
                number % 100 / 100, 'stance'
            FROM (SELECT number + {start} AS number, toDateTime64(1700000000 + number / 1000, 9, 'UTC') AS at
                FROM numbers({min(BATCH, items - start)}))
        """)
    store.close()


def export_one(directory: Path, kind: str, repeat: int) -> None:
    """Do an export some times, and print how long it took and how much memory."""
    now = datetime.now(UTC)
    events = open_event_store(f"chdb://{directory}/events")
    records = open_record_store(f"sqlite:///{directory}/records.db")
    ensure_project(records, "project", "Benchmark")
    desk = Desk(events, records, directory / "exports", Event())
    dataset = Dataset("project", "dataset", "benchmark", now, now)
    idle = read_peak()
    figures: list[tuple[float, float]] = []
    for turn in range(repeat):
        began, used = time.perf_counter(), time.process_time()
        place = f"{kind.replace(' ', '-')}-{turn}"
        done = carry_out(
            desk, dataset, begin_export(desk, dataset, to_order(kind), output_path=place, is_background=False)
        )
        figures.append((time.perf_counter() - began, time.process_time() - used))
        if done.report["stats"]["total_items"] != done.total:
            raise SystemExit(json.dumps(done.report))
    print(*map(median, zip(*figures, strict=True)), read_peak() - idle)
    events.close()
    records.close()


def read_peak() -> int:
    """The most memory that this process has had, in KiB; `getrusage` would tell that of its parent too."""
    [line] = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1])


def to_order(kind: str) -> ExportOrder:
    """A format, and what is said behind it."""
    name, _, how = kind.partition(" ")
    return ExportOrder(
        format=ExportFormat(name),
        train_split=None if how == "in order" else 0.8,
        checks=Checks.NONE if how == "unchecked" else Checks.FAST,
    )


if __name__ == "__main__":
    main()
