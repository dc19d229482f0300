"""The like of our reads, asked of Phoenix, of MLflow and of Ratchet over the same few thousand spans.

Few, because that is what the others take in minutes; each answer is asked of its server's own interface for programs.
"""

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import httpx2

from peers import PEERS, Peer
from ratchet.testing.server import running_server
from traffic import make_batch

SPANS_PER_BATCH = 512
BATCHES = 40
RUNS = 9
NOWHERE = "stands nowhere"
_TRACES = "/v1/traces"

Ask = Callable[[], httpx2.Response]


def measure_peers(environments: Path) -> None:
    """Print what each takes for percentiles, for a list and for a search."""
    rng = random.Random(1)
    batches = [make_batch(SPANS_PER_BATCH, rng) for _ in range(BATCHES)]
    spans = SPANS_PER_BATCH * BATCHES
    print(f"\nOver {spans:,} spans, medians of {RUNS} runs\n")
    print(f"{'':12} {'latency percentiles':>22} {'newest 50 traces':>22} {'substring, none found':>24}")
    _measure_ratchet(batches)
    for peer in PEERS:
        _measure_peer(peer, environments, batches)


def _measure_ratchet(batches: Sequence[bytes]) -> None:
    with tempfile.TemporaryDirectory() as name, running_server(Path(name)) as server, server.client() as client:
        _send(client, batches, {})
        search = "/metrics/traces/search"
        _report(
            "Ratchet",
            [
                lambda: client.get("/metrics/latency"),
                lambda: client.get(search, params={"limit": 50}),
                lambda: client.get(search, params={"limit": 50, "text": NOWHERE}),
            ],
        )


def _measure_peer(peer: Peer, environments: Path, batches: Sequence[bytes]) -> None:
    address = peer.url.removesuffix(_TRACES)
    with (
        tempfile.TemporaryDirectory() as name,
        peer.running(environments, Path(name)),
        httpx2.Client(base_url=address, timeout=600) as client,
    ):
        _send(client, batches, peer.headers)
        stored = peer.count_readable(Path(name), SPANS_PER_BATCH * BATCHES)
        _report(peer.name, _READS[peer.name](client), "" if stored == SPANS_PER_BATCH * BATCHES else f"has {stored:,}")


def _send(client: httpx2.Client, batches: Sequence[bytes], headers: Mapping[str, str]) -> None:
    for batch in batches:
        sent = client.post(_TRACES, content=batch, headers={"Content-Type": "application/x-protobuf", **headers})
        sent.raise_for_status()


def _report(name: str, reads: Sequence[Ask], remark: str = "") -> None:
    percentiles, newest, search = (f"{_median_ms(ask):,.0f} ms" for ask in reads)
    print(f"{name:12} {percentiles:>22} {newest:>22} {search:>24} {remark}", flush=True)


def _median_ms(ask: Ask) -> float:
    took: list[float] = []
    for _ in range(RUNS + 1):
        began = time.perf_counter()
        answer = ask().raise_for_status()
        took.append((time.perf_counter() - began) * 1000)
        if "errors" in answer.json():
            raise SystemExit(f"{answer.request.url} answered {answer.text[:300]}")
    return statistics.median(took[1:])


def _phoenix_reads(client: httpx2.Client) -> list[Ask]:
    def ask(fields: str) -> Ask:
        query = f"{{ projects {{ edges {{ node {{ {fields} }} }} }} }}"
        return lambda: client.post("/graphql", json={"query": query})

    def spans(condition: str) -> str:
        sort = "sort: {col: startTime, dir: desc}"
        fields = "name startTime latencyMs statusCode input { truncatedValue } output { truncatedValue }"
        return f'spans(first: 50, filterCondition: "{condition}", {sort}) {{ edges {{ node {{ {fields} }} }} }}'

    percentiles = " ".join(f"p{p}: latencyMsQuantile(probability: 0.{p})" for p in (50, 95, 99))
    return [ask(percentiles), ask(spans("parent_id is None")), ask(spans(f"'{NOWHERE}' in input.value"))]


def _mlflow_reads(client: httpx2.Client) -> list[Ask]:
    def search(**wanted: object) -> Ask:
        place = {"type": "MLFLOW_EXPERIMENT", "mlflow_experiment": {"experiment_id": "0"}}
        body = {"locations": [place], "max_results": 50, "order_by": ["timestamp_ms DESC"], **wanted}
        return lambda: client.post("/api/3.0/mlflow/traces/search", json=body)

    def percentiles() -> httpx2.Response:
        now_ms = int(time.time() * 1000)
        body: dict[str, Any] = {
            "experiment_ids": ["0"],
            "view_type": "TRACES",
            "metric_name": "latency",
            "aggregations": [{"aggregation_type": "PERCENTILE", "percentile_value": p} for p in (50, 95, 99)],
            "start_time_ms": now_ms - 86_400_000,
            "end_time_ms": now_ms,
        }
        return client.post("/api/3.0/mlflow/traces/metrics", json=body)

    return [percentiles, search(), search(filter=f"trace.text LIKE '%{NOWHERE}%'")]


_READS: Mapping[str, Callable[[httpx2.Client], list[Ask]]] = {"Phoenix": _phoenix_reads, "MLflow": _mlflow_reads}
