"""How many spans a second Ratchet stores, sustained, and what it costs.

    uv run python benchmarks/ingest.py [--batches 1500] [--peers DIRECTORY]

Requests of 512 spans of about 1.8 kB, made before the clock starts, are sent over four connections to a real
`ratchet serve`, which answers 200 only after the write. The figure is the spans that can be read back, by the time
from the first request until they can. With `--peers`, Phoenix and MLflow, installed in virtual environments
`phoenix` and `mlflow` of that directory, take the same requests (fewer of them) in the same run.
"""

import argparse
import base64
import http.client
import platform
import random
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from urllib.parse import urlsplit

import httpx2
import psutil

from peers import PEERS
from ratchet.testing.server import running_server
from traffic import make_batch

SPANS_PER_BATCH = 512
CONNECTIONS = 4


@dataclass
class Load:
    """What one run of the clients saw."""

    seconds: float = 0.0
    refused: int = 0
    rss_bytes_max: int = 0
    latencies_ms: list[float] = field(default_factory=list)

    @property
    def spans(self) -> int:
        """What was answered with a 200."""
        return len(self.latencies_ms) * SPANS_PER_BATCH


def send_all(url: str, headers: Mapping[str, str], batches: Sequence[bytes], pid: int) -> Load:
    """Send every batch once over four connections, again where the server is busy; watch its memory meanwhile."""
    load, queue, done = Load(), SimpleQueue[bytes](), threading.Event()
    for batch in batches:
        queue.put(batch)
    watcher = threading.Thread(target=_watch_memory, args=(pid, load, done))
    senders = [threading.Thread(target=_send, args=(url, headers, queue, load)) for _ in range(CONNECTIONS)]
    start = time.perf_counter()
    for thread in (watcher, *senders):
        thread.start()
    for thread in senders:
        thread.join()
    load.seconds = time.perf_counter() - start
    done.set()
    watcher.join()
    return load


def _send(url: str, headers: Mapping[str, str], queue: "SimpleQueue[bytes]", load: Load) -> None:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=120)
    for batch in _drain(queue):
        start = time.perf_counter()
        connection.request("POST", parts.path, batch, {"Content-Type": "application/x-protobuf", **headers})
        response = connection.getresponse()
        body = response.read()
        if response.status == 429:
            load.refused += 1
            time.sleep(float(response.headers.get("Retry-After", "1")))
            queue.put(batch)
        elif response.status == 200:
            load.latencies_ms.append((time.perf_counter() - start) * 1000)
        else:
            raise SystemExit(f"{url} answered {response.status}: {body[:300]!r}")


def _drain(queue: "SimpleQueue[bytes]") -> Iterator[bytes]:
    while True:
        try:
            yield queue.get_nowait()
        except Empty:
            return


def _watch_memory(pid: int, load: Load, done: threading.Event) -> None:
    process = psutil.Process(pid)
    while not done.wait(0.1):
        family = [process, *process.children(recursive=True)]
        load.rss_bytes_max = max(load.rss_bytes_max, sum(member.memory_info().rss for member in family))


def measure_ratchet(batches: Sequence[bytes]) -> None:
    """Our own figures."""
    with tempfile.TemporaryDirectory() as directory, running_server(Path(directory)) as server:
        credentials = base64.b64encode(f"{server.public_key}:{server.secret_key}".encode()).decode()
        headers = {"Authorization": f"Basic {credentials}"}
        load = send_all(f"{server.url}/v1/traces", headers, batches, server.process.pid)
        answer = httpx2.get(
            f"{server.url}/api/public/observations?limit=1",
            auth=(server.public_key, server.secret_key),
            timeout=60,
        ).raise_for_status()
        report("Ratchet", load, answer.json()["meta"]["totalItems"])


def report(name: str, load: Load, readable: int) -> None:
    """One line: what can be read back a second, how long a request took, how much memory was held."""
    latencies = sorted(load.latencies_ms)
    p50, p99 = latencies[len(latencies) // 2], latencies[int(len(latencies) * 0.99)]
    print(
        f"{name:10} {readable / load.seconds:>9,.0f} spans/s readable   {readable:>9,} of {load.spans:,} acknowledged "
        f"in {load.seconds:.1f} s   request p50 {p50:.0f} ms p99 {p99:.0f} ms   "
        f"memory {load.rss_bytes_max / 2**20:,.0f} MiB   refused {load.refused}",
        flush=True,
    )


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--batches", type=int, default=1500, help="requests to send; 1500 are 768,000 spans")
    parser.add_argument("--peers", type=Path, help="directory with the virtual environments of Phoenix and MLflow")
    arguments = parser.parse_args()
    rng = random.Random(1)
    batches = [make_batch(SPANS_PER_BATCH, rng) for _ in range(arguments.batches)]
    size = sum(map(len, batches)) / len(batches) / SPANS_PER_BATCH
    print(f"{platform.processor() or platform.machine()}, {psutil.cpu_count()} cores; {size:,.0f} bytes a span")
    measure_ratchet(batches)
    for peer in PEERS if arguments.peers else ():
        with (
            tempfile.TemporaryDirectory() as directory,
            peer.running(arguments.peers, Path(directory)) as process,
        ):
            start = time.perf_counter()
            load = send_all(peer.url, peer.headers, batches[: peer.batches], process.pid)
            readable = peer.count_readable(Path(directory), load.spans)
            load.seconds = time.perf_counter() - start
            report(peer.name, load, readable)


if __name__ == "__main__":
    main()
