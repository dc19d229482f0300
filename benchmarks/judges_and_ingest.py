"""How soon a trace has its scores, and whether judges slow ingest down.

    uv run python benchmarks/judges_and_ingest.py [--seconds 30] [--rate 10000] [--traces 40]

First, traces are sent one by one through the Langfuse SDK to a `ratchet serve` as it starts, whose judges that need no
model are on; the figure is the time from when the SDK has flushed a trace until its scores can be read.

Then spans are offered at a steady rate over four connections (requests of 512 spans of about 1.8 kB, made before the
clock starts) to three servers, one after the other: without judges; with three judges that look at 1 % of traces, of
which one asks a model; and with three judges whose model never answers. The figures are the spans that were answered
with 200 a second, how long requests took, how far behind its schedule the last one was sent, and the server's processor
time, starting included, by the spans it took: where the machine is busy with other things, that is the one to compare.
"""

import argparse
import base64
import http.client
import os
import random
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx2
import psutil
from langfuse import Langfuse
from opentelemetry.sdk.trace import TracerProvider

from ratchet.testing.openai import Answer, Call, Model, Reply, ToolCall, running_model
from ratchet.testing.server import Server, running_server
from traffic import SPANS_PER_TRACE, make_batch

SPANS_PER_BATCH = 512
CONNECTIONS = 4
SAMPLING = 0.01
JUDGEMENT = {"reasoning": "It is about that.", "quotes": [], "grade": 4}
EXPECTED = frozenset({"length", "latency", "cost", "refusal"})
WITHIN_S = 120.0
WARMING = 8
HANGING_S = 3600.0


def measure_delay(count: int) -> None:
    """How long until a trace has its scores."""
    with tempfile.TemporaryDirectory() as directory, running_server(Path(directory)) as server:
        public_key, secret_key = server.keys
        client = Langfuse(
            public_key=public_key, secret_key=secret_key, base_url=server.url, tracer_provider=TracerProvider()
        )
        with server.client() as reading:
            delays = [delay for _ in range(count + 1) if (delay := _time_one(client, reading)) is not None]
        client.shutdown()
    first, *others = delays
    others.sort()
    print(
        f"scores of a trace readable after   p50 {statistics.median(others):.2f} s   p95 {_at(others, 0.95):.2f} s   "
        f"max {others[-1]:.2f} s   of {len(others)} traces; the first after a start {first:.2f} s",
        flush=True,
    )


def _time_one(client: Langfuse, reading: httpx2.Client) -> float | None:
    with client.start_as_current_observation(name="chat", as_type="generation", model="gpt-4o-mini") as generation:
        generation.update(input="What is it?", output="It is that.", usage_details={"input": 10, "output": 5})
        trace_id = client.get_current_trace_id()
    client.flush()
    start = time.perf_counter()
    while time.perf_counter() - start < WITHIN_S:
        answer = reading.get(f"/api/public/traces/{trace_id}")
        if answer.status_code == 200 and {score["name"] for score in answer.json()["scores"]} >= EXPECTED:
            return time.perf_counter() - start
        time.sleep(0.02)
    raise SystemExit(f"The trace {trace_id} has no scores after {WITHIN_S:g} s.")


@dataclass
class Load:
    """What one run of the clients saw."""

    latencies_ms: list[float] = field(default_factory=list)
    refused: int = 0
    seconds: float = 0.0
    late_s: float = 0.0


class Schedule:
    """Which batch is sent when, for several senders."""

    def __init__(self, batches: Sequence[bytes], every_s: float) -> None:
        self._turns = iter(enumerate(batches))
        self._every_s = every_s
        self._guard = threading.Lock()
        self._start = time.perf_counter()

    def take(self) -> tuple[float, bytes] | None:
        """The next batch and when it is due; none when all are sent."""
        with self._guard:
            position, batch = next(self._turns, (0, None))
        return None if batch is None else (self._start + position * self._every_s, batch)

    @property
    def seconds(self) -> float:
        """How long it has been."""
        return time.perf_counter() - self._start


def offer(server: Server, batches: Sequence[bytes], rate: float) -> Load:
    """Send every batch at its time, over four connections; one that is refused is sent again."""
    load, schedule = Load(), Schedule(batches, SPANS_PER_BATCH / rate)
    senders = [threading.Thread(target=_send, args=(server, schedule, load)) for _ in range(CONNECTIONS)]
    for thread in senders:
        thread.start()
    for thread in senders:
        thread.join()
    load.seconds = schedule.seconds
    return load


def _send(server: Server, schedule: Schedule, load: Load) -> None:
    parts = urlsplit(server.url)
    credentials = base64.b64encode(":".join(server.keys).encode()).decode()
    headers = {"Content-Type": "application/x-protobuf", "Authorization": f"Basic {credentials}"}
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=120)
    while (turn := schedule.take()) is not None:
        due, batch = turn
        time.sleep(max(0.0, due - time.perf_counter()))
        load.late_s = max(load.late_s, time.perf_counter() - due)
        _send_until_taken(connection, batch, headers, load)


def _send_until_taken(
    connection: http.client.HTTPConnection, batch: bytes, headers: Mapping[str, str], load: Load
) -> None:
    while True:
        start = time.perf_counter()
        connection.request("POST", "/v1/traces", batch, dict(headers))
        response = connection.getresponse()
        body = response.read()
        if response.status == 200:
            load.latencies_ms.append((time.perf_counter() - start) * 1000)
            return
        if response.status != 429:
            raise SystemExit(f"{response.status}: {body[:300]!r}")
        load.refused += 1
        time.sleep(float(response.headers.get("Retry-After", "1")))


@contextmanager
def judging_server(judges: Sequence[Mapping[str, Any]], model_url: str) -> Iterator[Server]:
    """A server with these judges alone."""
    with tempfile.TemporaryDirectory() as directory, running_server(Path(directory)) as server:
        with server.client() as client:
            for judge in client.get("/admin/judges").json()["judges"]:
                client.patch(f"/admin/judges/{judge['name']}", json={"enabled": False}).raise_for_status()
            connection = {"provider": "test", "api_key": "any", "base_url": model_url, "default_model": "gpt-4o-mini"}
            client.put("/admin/llm-connections", json=connection).raise_for_status()
            for judge in judges:
                client.post("/admin/judges", json=judge).raise_for_status()
        yield server


def measure_pace(name: str, judges: Sequence[Mapping[str, Any]], batches: Sequence[bytes], rate: float) -> None:
    """One line: how ingest went beside these judges, and what they did meanwhile."""

    def answer(_call: Call) -> Answer:
        hangs = name.startswith("hanging")
        return Reply(tool_calls=[ToolCall("final_result", JUDGEMENT)], delay_s=HANGING_S if hangs else 0.5)

    with running_model(script=answer) as model, judging_server(judges, model.url) as server:
        if judges:
            _wait_until_asked(server, batches[:WARMING], model)
        load = offer(server, batches[WARMING:], rate)
        with server.client() as client:
            scores = client.get("/api/public/v2/scores", params={"limit": 1}).json()["meta"]["totalItems"]
        asked = len(model.calls)
        spent = psutil.Process(server.process.pid).cpu_times()
        server.kill()  # what hangs would be waited for
    latencies, cpu_s = sorted(load.latencies_ms), spent.user + spent.system
    spans = len(latencies) * SPANS_PER_BATCH
    print(
        f"{name:24} {spans / load.seconds:>8,.0f} spans/s   request p50 {_at(latencies, 0.5):.0f} ms "
        f"p99 {_at(latencies, 0.99):.0f} ms   late by {load.late_s:.1f} s at most   refused {load.refused}   "
        f"{cpu_s / spans * 1e6:.0f} us of processor a span   "
        f"{scores:,} scores of {spans // SPANS_PER_TRACE:,} traces, {asked:,} calls of the model",
        flush=True,
    )


def _wait_until_asked(server: Server, batches: Sequence[bytes], model: Model) -> None:
    """Send some traces first, until judges are at work: what asks a model takes seconds to load."""
    offer(server, batches, rate=SPANS_PER_BATCH)
    start = time.perf_counter()
    while not model.calls and time.perf_counter() - start < WITHIN_S:
        time.sleep(0.1)


def _at(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=30, help="how long spans are offered, each time")
    parser.add_argument("--rate", type=float, default=10_000, help="spans offered a second; half the budget")
    parser.add_argument("--traces", type=int, default=40, help="traces of which the delay is measured; 0 for none")
    arguments = parser.parse_args()
    print(f"load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores", flush=True)
    if arguments.traces:
        measure_delay(arguments.traces)
    sample = {"sampling": SAMPLING}
    three = [
        {"name": "words", "kind": "length", **sample},
        {"name": "grounded", "kind": "groundedness", **sample},
        {"name": "relevant", "kind": "answer_relevance", **sample},
    ]
    hanging = [{"name": f"hanging {number}", "kind": "answer_relevance", **sample} for number in range(3)]
    rng = random.Random(1)
    count = WARMING + int(arguments.seconds * arguments.rate / SPANS_PER_BATCH)
    for name, judges in (("no judges", []), ("three judges", three), ("hanging judges", hanging)):
        batches = [make_batch(SPANS_PER_BATCH, rng) for _ in range(count)]
        measure_pace(name, judges, batches, arguments.rate)


if __name__ == "__main__":
    main()
