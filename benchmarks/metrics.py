"""How long metrics take that are asked for through Langfuse's API, over a week of traffic.

    uv run python benchmarks/metrics.py [--spans 2000000] [--store DIRECTORY]

A store is filled by SQL (see fill.py) and put behind a real `ratchet serve`; every query is of all seven days. The
figure is the median of several runs over HTTP, after one to warm up.
"""

import argparse
import json
import platform
import statistics
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psutil

from fill import DAYS, Filled, fill
from ratchet.testing.server import running_server
from read import Read, data_directory, in_a_process, measure, report

V1, V2, DAILY = "/api/public/metrics", "/api/public/v2/metrics", "/api/public/metrics/daily"


def to_query(
    filled: Filled, view: str, *metrics: str, by: tuple[str, ...] = (), where: dict[str, Any] | None = None, **more: Any
) -> dict[str, str]:
    """A query over the whole week; metrics are written `p95_latency`."""
    newest = datetime.fromisoformat(filled.newest)
    query = {
        "view": view,
        "metrics": [{"aggregation": how, "measure": name} for how, _, name in (one.partition("_") for one in metrics)],
        "dimensions": [{"field": field} for field in by],
        "filters": [where] if where else [],
        "fromTimestamp": (newest - timedelta(days=DAYS)).isoformat(),
        "toTimestamp": newest.isoformat(),
    }
    return {"query": json.dumps(query | more)}


def to_reads(filled: Filled) -> list[Read]:
    """What dashboards ask for, and what costs the most."""
    of_user = {"column": "userId", "type": "string", "operator": "=", "value": "user-17"}

    def counts(most: int) -> Callable[[Any], object]:
        return lambda answer: 0 < len(answer["data"]) <= most

    def read(name: str, path: str, most: int, *query: Any, **more: Any) -> Read:
        return Read(name, None, path, to_query(filled, *query, **more), counts(most))

    spent = ("sum_totalTokens", "sum_totalCost")
    daily = {"timeDimension": {"granularity": "day"}}
    return [
        read("observations: how many", V2, 1, "observations", "count_count"),
        read("observations: p50 and p95 of latency", V2, 1, "observations", "p50_latency", "p95_latency"),
        read("observations: tokens and cost by model", V2, 9, "observations", *spent, by=("providedModelName",)),
        read("observations: cost by day", V2, 8, "observations", "sum_totalCost", **daily),
        read("observations: histogram of latency", V2, 1, "observations", "histogram_latency"),
        read("observations: of one user", V2, 1, "observations", "count_count", where=of_user),
        read("observations: latency by name of the trace", V2, 9, "observations", "p95_latency", by=("traceName",)),
        read("observations: how many scores", V2, 1, "observations", "sum_countScores"),
        read("scores: mean by name", V2, 9, "scores-numeric", "avg_value", by=("name",)),
        read("scores: mean by name of the trace", V2, 9, "scores-numeric", "avg_value", by=("traceName",)),
        read("traces: latency by day", V1, 8, "traces", "p95_latency", **daily),
        read("traces: users", V1, 1, "traces", "uniq_uniqueUserIds"),
        Read("daily: all", None, DAILY, {}, counts(8)),
    ]


def main() -> None:
    """Fill, measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--spans", type=int, default=2_000_000)
    parser.add_argument("--scores", type=int, default=200_000)
    parser.add_argument("--store", type=Path, help="data directory to fill, or to use again when it is filled")
    given = parser.parse_args()
    with data_directory(given.store) as directory:
        filled: Filled = in_a_process(fill, directory, given.spans, given.scores)
        print(f"{platform.processor() or platform.machine()}, {psutil.cpu_count()} cores")
        print(f"{filled.spans:,} spans and {filled.scores:,} scores over {DAYS} days, all asked about\n")
        with running_server(directory, project_id=filled.project_id) as server, server.client() as client:
            for read in to_reads(filled):
                took = measure(client, read)
                report(read.name, "", f"{statistics.median(took):.0f} ms   ({min(took):.0f} to {max(took):.0f})")


if __name__ == "__main__":
    main()
