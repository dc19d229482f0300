"""How long the reads take that people wait for, over a week of traffic.

    uv run python benchmarks/read.py [--spans 10000000] [--store DIRECTORY] [--peers DIRECTORY]

A store is filled by SQL (see fill.py; `--store` keeps it for the next time) and put behind a real `ratchet serve`.
Each read is asked over HTTP once to warm up and then again and again; the figure is the median. With `--peers`,
Phoenix and MLflow, installed in virtual environments `phoenix` and `mlflow` of that directory, answer the like in
the same run, over fewer spans: what they take in seconds would take them days (see read_peers.py).
"""

import argparse
import multiprocessing
import platform
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import httpx2
import psutil

from disk import DiskUse, measure_disk
from fill import Filled, fill
from ratchet.testing.server import Server, running_server
from read_peers import measure_peers

RUNS = 15
SEARCH = "/metrics/traces/search"


class Read(NamedTuple):
    """A read with what it may take; `check` says whether an answer is what it should be."""

    name: str
    budget_ms: float | None
    path: str
    params: dict[str, Any]
    check: Callable[[Any], object]


def to_reads(filled: Filled) -> list[Read]:
    """The reads that have a budget, and a few beside them."""
    day = {"hours": 24, "to": filled.newest}
    search = {"from_hours": 24, "to_time": filled.newest, "limit": 50}
    traces_a_day = filled.spans / 4 / 7

    def finds_all(answer: Any) -> bool:
        return abs(answer["errors"]["total_traces"] - traces_a_day) < traces_a_day / 100

    def finds_a_page(answer: Any) -> bool:
        return len(answer["traces"]) == 50

    return [
        Read("dashboard, 24 h", 300, "/metrics/dashboard", day, finds_all),
        Read(
            "newest 50 error traces of 24 h", 100, "/metrics/traces/search", search | {"status": "error"}, finds_a_page
        ),
        Read(
            "one trace by its id",
            30,
            f"/api/public/traces/{filled.trace_id}",
            {},
            lambda answer: len(answer["observations"]) == 4,
        ),
        Read(
            "substring search over 24 h, a handful found",
            500,
            SEARCH,
            search | {"text": filled.phrase},
            lambda answer: 0 < len(answer["traces"]) <= 50,
        ),
        Read(
            "substring search over 24 h, none found",
            500,
            SEARCH,
            search | {"text": f"{filled.phrase} nowhere"},
            lambda answer: not answer["traces"],
        ),
        Read("newest 50 traces of 24 h", None, SEARCH, search, finds_a_page),
        Read(
            "dashboard, 7 days",
            None,
            "/metrics/dashboard",
            day | {"hours": 168},
            lambda answer: bool(answer["quality"]),
        ),
    ]


def measure(client: httpx2.Client, read: Read) -> list[float]:
    """How long each run took in milliseconds; raises `SystemExit` for a wrong answer."""
    took: list[float] = []
    for _ in range(RUNS + 1):
        began = time.perf_counter()
        try:
            answer = client.get(read.path, params=read.params)
        except httpx2.TimeoutException as error:
            raise SystemExit(f"{read.name}: no answer within a minute") from error
        took.append((time.perf_counter() - began) * 1000)
        if answer.status_code != 200 or not read.check(answer.json()):
            raise SystemExit(f"{read.name} answered {answer.status_code}: {answer.text[:300]}")
    return took[1:]


def report(name: str, budget: str, measured: str) -> None:
    """One line of the table."""
    print(f"{name:46} {budget:>10} {measured:>12}", flush=True)


def report_reads(server: Server, filled: Filled) -> None:
    """The budgets of reads, and what they took here."""
    with server.client() as client:
        for read in to_reads(filled):
            took = measure(client, read)
            budget = f"{read.budget_ms} ms" if read.budget_ms else "-"
            report(read.name, budget, f"{statistics.median(took):.0f} ms   ({min(took):.0f} to {max(took):.0f})")


def in_a_process(function: Callable[..., Any], *arguments: object) -> Any:
    """What a function gives in a process of its own: the engine opens one directory per process."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(function, arguments)


@contextmanager
def data_directory(given: Path | None) -> Iterator[Path]:
    """The directory given, or one that is removed afterwards."""
    if given is not None:
        given.mkdir(parents=True, exist_ok=True)
        yield given
    else:
        with tempfile.TemporaryDirectory(prefix="ratchet-read-") as directory:
            yield Path(directory)


def main() -> None:
    """Fill, measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--spans", type=int, default=10_000_000)
    parser.add_argument("--scores", type=int, default=1_000_000)
    parser.add_argument("--store", type=Path, help="data directory to fill, or to use again when it is filled")
    parser.add_argument("--peers", type=Path, help="directory with the virtual environments of Phoenix and MLflow")
    given = parser.parse_args()
    with data_directory(given.store) as directory:
        filled: Filled = in_a_process(fill, directory, given.spans, given.scores)
        print(f"{platform.processor() or platform.machine()}, {psutil.cpu_count()} cores")
        print(f"{filled.spans:,} spans and {filled.scores:,} scores over 7 days; medians of {RUNS} runs over HTTP\n")
        report("", "budget", "measured")
        with running_server(directory, project_id=filled.project_id) as server:
            report_reads(server, filled)
    use: DiskUse = in_a_process(measure_disk)
    report(f"disk per span of real text ({use.sent:,.0f} bytes)", "700 B", f"{use.stored:,.0f} B")
    if given.peers:
        measure_peers(given.peers)


if __name__ == "__main__":
    main()
