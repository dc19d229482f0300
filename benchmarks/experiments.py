"""How long it takes to read runs and what ran in them, over many large runs, and to link one more item.

    uv run python benchmarks/experiments.py [--runs 1000] [--items 1000] [--linked 2000]

Every item ran once in every run, with a link and spans of its own; the newest run has its spans stored too. Each read
is asked over HTTP once to warm up and then again and again; the figure is the median. What a span that belongs to no
run costs on its way in is measured as well, for that is what everybody pays.
"""

import argparse
import random
import statistics
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2

from ratchet.datasets.items import write_items
from ratchet.datasets.schemas import ItemIn
from ratchet.domain.dataset import Dataset
from ratchet.domain.run import RunItem, stable_run_id
from ratchet.domain.span import Span
from ratchet.domain.time import format_time
from ratchet.ingest.otlp import decode_protobuf
from ratchet.ingest.runs import to_run_items
from ratchet.ingest.spans import Sender
from ratchet.store.events import EventStore, open_event_store
from ratchet.store.events.run_items import write_run_items
from ratchet.store.events.spans import write_spans
from ratchet.store.records import open_record_store
from ratchet.store.records.datasets import write_dataset
from ratchet.testing.server import Server, running_server
from read import Read, data_directory, in_a_process, measure, report
from traffic import make_batch

PROJECT = "default"
DATASET = Dataset(PROJECT, "d", "answers", datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC))
RUN_EVERY_NS = 3600 * 10**9
METADATA = '{"commit":"4f8f79e","model":"gpt-4o-mini","temperature":0.3}'
RUNS_PER_BATCH = 20
WRITERS = 8


def fill(directory: Path, runs: int, items: int) -> int:
    """Write the runs into the store of a data directory; gives when the last one began."""
    began = time.time_ns() - runs * RUN_EVERY_NS
    store = open_event_store(f"chdb://{directory.absolute()}/events")
    try:
        for first in range(0, runs, RUNS_PER_BATCH):
            batch = range(first, min(first + RUNS_PER_BATCH, runs))
            said = [item for run in batch for item in _items_of(run, items, began + run * RUN_EVERY_NS)]
            write_run_items(store, said)
            # What is said of an item comes apart in real life: from a link, and from its span.
            write_run_items(store, [item._replace(linked_at=None, started_at=item.first_at) for item in said])
        last_run = said[-items:]
        _write_spans(store, last_run)
    finally:
        store.close()
    return last_run[0].first_at


def fill_records(directory: Path, items: int) -> None:
    """Write the dataset and its items, once the server has made the project."""
    records = open_record_store(f"sqlite:///{directory.absolute()}/records.db")
    store = open_event_store(f"chdb://{directory.absolute()}/events")
    try:
        write_dataset(records, DATASET)
        sent = [ItemIn(id=f"item {number}", input={"q": number}, expected_output="e") for number in range(items)]
        write_items(store, records, DATASET, sent)
    finally:
        store.close()
        records.close()


def _items_of(run: int, items: int, began: int) -> Iterator[RunItem]:
    name = f"run {run}"
    for number in range(items):
        ids = random.Random(f"{run} {number}")
        at = began + number * 10**8
        yield RunItem(
            project_id=PROJECT,
            run_id=stable_run_id(PROJECT, DATASET.id, name),
            trace_id=ids.randbytes(16).hex(),
            span_id=ids.randbytes(8).hex(),
            item_id=f"item {number}",
            first_at=at,
            last_at=at + 10**9,
            dataset_id=DATASET.id,
            run_name=name,
            run_description="what CI ran",
            run_metadata=METADATA,
            linked_at=at + 10**9,
            updated_at=at + 10**9,
        )


def _write_spans(store: EventStore, items: list[RunItem]) -> None:
    spans = [
        Span(
            item.project_id,
            item.trace_id,
            item.span_id,
            start_time=item.first_at,
            end_time=item.last_at,
            input="what went in " * 40,
            output="what came out " * 40,
        )
        for item in items
    ]
    write_spans(store, spans)


def to_reads(client: httpx2.Client, runs: int, items: int, last_run_at: int) -> list[Read]:
    """The reads to measure."""
    last_run = stable_run_id(PROJECT, DATASET.id, f"run {runs - 1}")
    since = {"fromStartTime": "2020-01-01T00:00:00Z"}
    recent = {"fromStartTime": format_time(last_run_at)}
    page = {**since, "experimentId": last_run, "fields": "core,dataset,io,scores"}
    behind = _walk(client, page, items // 100)

    def has(count: int) -> Any:
        return lambda answer: len(answer["data"]) == count

    full = "core,metadata,scores"
    return [
        Read("newest 50 experiments of all", None, "/api/public/experiments", since, has(min(50, runs))),
        Read("the same with metadata and scores", None, "/api/public/experiments", since | {"fields": full}, has(50)),
        Read("experiments since the last run", None, "/api/public/experiments", recent, has(1)),
        Read("first 50 items of a run, io and scores", None, "/api/public/experiment-items", page, has(50)),
        Read("50 items of it, half-way", None, "/api/public/experiment-items", page | behind, has(50)),
        Read("newest 50 items of all runs", None, "/api/public/experiment-items", since, has(50)),
        Read("newest 50 items since the last run", None, "/api/public/experiment-items", recent, has(50)),
        Read(
            "newest 50 runs of one item",
            None,
            "/api/public/experiment-items",
            since | {"experimentItemId": "item 7"},
            has(min(50, runs)),
        ),
        Read("first page of a dataset's runs", None, "/api/public/datasets/answers/runs", {}, has(min(50, runs))),
        Read("last page of them", None, "/api/public/datasets/answers/runs", {"page": runs // 50}, has(min(50, runs))),
        Read(
            "a run with all of its items",
            None,
            f"/api/public/datasets/answers/runs/run%20{runs - 1}",
            {},
            lambda answer: len(answer["datasetRunItems"]) == items,
        ),
    ]


def _walk(client: httpx2.Client, page: dict[str, Any], pages: int) -> dict[str, str]:
    """The cursor behind so many pages of 50."""
    behind: dict[str, str] = {}
    for _ in range(pages):
        behind = client.get("/api/public/experiment-items", params=page | behind).json()["meta"]
    return behind


def measure_links(server: Server, count: int) -> tuple[float, float]:
    """The median time of a link in milliseconds, one after the other, and links a second, eight at a time."""
    with server.client() as client:

        def link(number: int) -> float:
            began = time.perf_counter()
            body = {"runName": "linked", "datasetItemId": "item 0", "traceId": f"t{number}", "observationId": "o"}
            assert client.post("/api/public/dataset-run-items", json=body).status_code == 200
            return (time.perf_counter() - began) * 1000

        alone = statistics.median(map(link, range(100)))
        began = time.perf_counter()
        with ThreadPoolExecutor(WRITERS) as threads:
            list(threads.map(link, range(100, 100 + count)))
        return alone, count / (time.perf_counter() - began)


def measure_ordinary_spans() -> float:
    """What a span of no run costs, in microseconds."""
    spans = decode_protobuf(make_batch(512, random.Random(7)), Sender(PROJECT, time.time_ns())).rows
    rounds = 200
    began = time.process_time()
    for _ in range(rounds):
        assert not to_run_items(spans)
    return (time.process_time() - began) / rounds / len(spans) * 1e6


def main() -> None:
    """Fill, measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--items", type=int, default=1000)
    parser.add_argument("--linked", type=int, default=2000)
    parser.add_argument("--store", type=Path, help="data directory to fill")
    given = parser.parse_args()
    with data_directory(given.store) as directory:
        began = time.perf_counter()
        last_run_at: int = in_a_process(fill, directory, given.runs, given.items)
        with running_server(directory, project_id=PROJECT):
            pass  # it makes the project
        in_a_process(fill_records, directory, given.items)
        print(f"{given.runs:,} runs of {given.items:,} items, written in {time.perf_counter() - began:.0f} s\n")
        with running_server(directory, project_id=PROJECT) as server:
            with server.client() as client:
                for read in to_reads(client, given.runs, given.items, last_run_at):
                    took = measure(client, read)
                    span = f"({min(took):.0f} to {max(took):.0f})"
                    report(read.name, "-", f"{statistics.median(took):.0f} ms   {span}")
            alone, together = measure_links(server, given.linked)
    report("a link, one after the other", "-", f"{alone:.1f} ms")
    report("links, eight at a time", "-", f"{together:.0f} /s")
    report("a span that belongs to no run", "-", f"{measure_ordinary_spans():.3f} µs")


if __name__ == "__main__":
    main()
