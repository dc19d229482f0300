"""How long it takes to export a million items, and what it takes in memory; and others writing the same rows.

    uv run python benchmarks/exports.py [--items 1000000] [--peers PYTHON]

Items of 300 bytes of question and answer are in an embedded store. Each format is exported with its split, statistics
and manifest as `POST /admin/datasets/{name}/export` does it. PYTHON, an interpreter with datasets, pandas and polars,
reads the Parquet file into memory and writes it as JSON Lines; only the writing is timed. Each is a process.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import NamedTuple

from ratchet.auth.keys import ensure_project
from ratchet.domain.dataset import Dataset
from ratchet.domain.export import ExportFormat, ExportOrder
from ratchet.export.beginning import begin_export
from ratchet.export.desk import Desk
from ratchet.export.exporting import carry_out
from ratchet.store.events import open_event_store
from ratchet.store.records import open_record_store

FORMATS = ("jsonl", "csv", "parquet", "huggingface", "openai")
BATCH = 100_000
PEERS = {
    "HF datasets": "import datasets; d = datasets.Dataset.from_parquet(path); begin(); d.to_json(out)",
    "pandas": "import pandas; d = pandas.read_parquet(path); begin(); d.to_json(out, orient='records', lines=True)",
    "polars": "import polars; d = polars.read_parquet(path); begin(); d.write_ndjson(out)",
}
PEER = """
import resource, sys, time
path, out = sys.argv[1:]
def begin():
    global began, used
    began, used = time.perf_counter(), time.process_time()
{code}
print(time.perf_counter() - began, time.process_time() - used, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def main() -> None:
    """Fill a store, export, print; or do one export where asked to by itself."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=1_000_000)
    parser.add_argument("--peers")
    parser.add_argument("--formats", nargs="+", default=[*FORMATS, "jsonl in order"])
    parser.add_argument("--one", nargs=2, metavar=("DIRECTORY", "FORMAT"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        export_one(Path(given.one[0]), given.one[1])
        return
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        fill(directory, given.items)
        print(f"{given.items:,} items\n\n| | s | of the processor | items/s | MiB at most |\n|---|---|---|---|---|")
        for kind in given.formats:
            figures = run(sys.executable, __file__, "--one", name, kind)
            show(f"Ratchet, {kind}", given.items, figures)
        for peer, code in PEERS.items() if given.peers else ():
            whole = str(directory / "exports" / "rows.parquet")
            figures = run(given.peers, "-c", PEER.format(code=code), whole, str(directory / "peer.jsonl"))
            show(peer, given.items, figures)


class Figures(NamedTuple):
    """What a process says of itself: seconds by the clock and of the processor, KiB of memory."""

    seconds: float
    processor_s: float
    size: int


def run(*command: str) -> Figures:
    """What a process says of itself."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
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


def export_one(directory: Path, kind: str) -> None:
    """Do one export, and print how long it took and how much memory."""
    now, name = datetime.now(UTC), kind.partition(" ")[0]
    events = open_event_store(f"chdb://{directory}/events")
    records = open_record_store(f"sqlite:///{directory}/records.db")
    ensure_project(records, "project", "Benchmark")
    desk = Desk(events, records, directory / "exports", Event())
    dataset = Dataset("project", "dataset", "benchmark", now, now)
    for path, order in wanted(kind, ExportFormat(name)).items():
        began, used = time.perf_counter(), time.process_time()
        done = carry_out(desk, dataset, begin_export(desk, dataset, order, output_path=path, is_background=False))
        seconds, processor_s = time.perf_counter() - began, time.process_time() - used
        if done.report["stats"]["total_items"] != done.total:
            raise SystemExit(json.dumps(done.report))
        print(seconds, processor_s, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    events.close()
    records.close()


def wanted(kind: str, name: ExportFormat) -> dict[str, ExportOrder]:
    """The order to be timed last; for Parquet also the whole in one file, which the peers read."""
    if kind == "jsonl in order":
        return {"in-order": ExportOrder(format=name, train_split=None)}
    orders = {kind: ExportOrder(format=name)}
    return {"rows": ExportOrder(format=name, train_split=None)} | orders if kind == "parquet" else orders


if __name__ == "__main__":
    main()
