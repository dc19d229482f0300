"""How long pages of a large dataset take: the first, the middle and the last, as it is now and as it was.

    uv run python benchmarks/datasets.py [--items 100000]

Items of two kilobytes are written over HTTP, one request at a time as SDKs do and many rows at a time as imports do; a
tenth of them is edited. Each read is asked over HTTP from a real `ratchet serve`; the figure is the median.
"""

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2

from prose import read_prose
from ratchet.testing.server import running_server

RUNS = 15
PAGE = 50
SINGLE_WRITES = 200
ROWS_PER_IMPORT = 20_000


def main() -> None:
    """Fill a dataset, read it, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=100_000)
    items: int = parser.parse_args().items
    with tempfile.TemporaryDirectory() as directory, running_server(Path(directory)) as server:
        client = server.client(timeout_s=600)
        client.post("/api/public/v2/datasets", json={"name": "large"}).raise_for_status()
        fill(client, items)
        before = client.get("/api/public/dataset-items", params={"limit": 1}).json()["data"][0]["version"]
        edit(client, items // 10)
        measure(client, items, {})
        measure(client, items, {"version": before})
        measure_one(client)


def fill(client: httpx2.Client, items: int) -> None:
    """Write the items, and print how fast."""
    rows = make_rows(items)
    began = time.perf_counter()
    for _ in range(SINGLE_WRITES):
        answer = client.post("/api/public/dataset-items", json={"datasetName": "large"} | next(rows))
        answer.raise_for_status()
    print(f"one item a request: {(time.perf_counter() - began) / SINGLE_WRITES * 1e3:.1f} ms each")
    began, left = time.perf_counter(), items - SINGLE_WRITES
    for _ in range(0, left, ROWS_PER_IMPORT):
        send_rows(client, rows, ROWS_PER_IMPORT)
    print(f"import of JSON lines: {left / (time.perf_counter() - began):,.0f} items/s")


def edit(client: httpx2.Client, items: int) -> None:
    """Write a tenth of the items once more, with another answer."""
    send_rows(client, ({"id": f"item-{10 * i}", "expectedOutput": "edited"} for i in range(items)), items)


def make_rows(items: int) -> Iterator[dict[str, Any]]:
    """Items of two kilobytes of text."""
    prose = read_prose()
    for i in range(items):
        start = 1900 * i % (len(prose) - 1900)
        yield {
            "id": f"item-{i}",
            "input": {"query": prose[start : start + 1000]},
            "expectedOutput": prose[start + 1000 : start + 1900],
            "metadata": {"score": i % 100 / 100, "query_type": "benchmark"},
        }


def send_rows(client: httpx2.Client, rows: Iterator[dict[str, Any]], count: int) -> None:
    """Import the next rows as JSON lines."""
    lines = b"\n".join(json.dumps(row).encode() for _, row in zip(range(count), rows, strict=False))
    answer = client.post(
        "/admin/datasets/large/import", content=lines, headers={"content-type": "application/x-ndjson"}
    )
    answer.raise_for_status()


def measure(client: httpx2.Client, items: int, params: dict[str, Any]) -> None:
    """Print how long pages take."""
    pages = -(-items // PAGE)
    for name, page in {"first": 1, "middle": pages // 2, "last": pages}.items():
        asked = params | {"datasetName": "large", "limit": PAGE, "page": page}
        print(
            f"{name} page of {pages:,}{' as of before the edits' if params else ''}: {time_read(client, asked, items)}"
        )


def measure_one(client: httpx2.Client) -> None:
    """Print how long one item and the figures of datasets take."""
    for name, path in {"one item by its id": "/api/public/dataset-items/item-7", "figures": "/metrics/dataset"}.items():
        print(f"{name}: {to_median([ask(client, path, {})[1] for _ in range(RUNS)])}")


def time_read(client: httpx2.Client, params: dict[str, Any], items: int) -> str:
    """The median of some reads of a page; raises when the page is not what it should be."""
    times: list[float] = []
    for _ in range(RUNS):
        answer, seconds = ask(client, "/api/public/dataset-items", params)
        if answer["meta"]["totalItems"] != items or len(answer["data"]) != PAGE:
            raise SystemExit(f"{params}: {answer['meta']}, {len(answer['data'])} items")
        times.append(seconds)
    return to_median(times)


def ask(client: httpx2.Client, path: str, params: dict[str, Any]) -> tuple[Any, float]:
    """An answer, and how many seconds it took."""
    began = time.perf_counter()
    answer = client.get(path, params=params)
    seconds = time.perf_counter() - began
    answer.raise_for_status()
    return answer.json(), seconds


def to_median(times: list[float]) -> str:
    """The median with the range."""
    return f"{statistics.median(times) * 1e3:.0f} ms ({min(times) * 1e3:.0f} to {max(times) * 1e3:.0f})"


if __name__ == "__main__":
    main()
