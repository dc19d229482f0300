"""What tracing costs the twin a request: untraced, with OpenTelemetry alone, and with Langfuse's SDK.

    uv run python benchmarks/twin_tracing.py [--requests 400]

Three twins in processes of their own answer the same questions, one request after the other in turn, so that a busy
machine is busy for all. Traces go to a server that throws them away. Printed are the median time of a request, the
median of the differences to the untraced twin's answer to the same question, and the CPU time of each process per
request, with what sending takes in the background.
"""

import argparse
import os
import socket
import statistics
import subprocess
import sys
import sysconfig
import time
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx2
import psutil

from twin.datasets import read_questions
from twin.settings import Settings

KINDS = ("off", "otel", "langfuse")
BUDGET_MS = 1.0
WARM_UP = 30


def main() -> None:
    """Start the twins, ask them in turn, print medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=400)
    parser.add_argument("--sink", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.sink:
        serve_sink()
        return
    sink = subprocess.Popen([sys.executable, __file__, "--sink"], stdout=subprocess.PIPE, text=True)
    url = (sink.stdout.readline() if sink.stdout else "").strip()
    twins = {kind: start_twin(kind, url) for kind in KINDS}
    try:
        compare(twins, asked.requests)
    finally:
        for process, http in twins.values():
            http.close()
            process.kill()
        sink.kill()


def compare(twins: Mapping[str, tuple[subprocess.Popen[bytes], httpx2.Client]], requests: int) -> None:
    """Ask every twin the same, in an order that turns."""
    questions = [question.input for question in read_questions(Settings().twins_dir, "mira")]
    for _, http in twins.values():
        wait_until_ready(http)
    for number in range(WARM_UP):
        for _, http in twins.values():
            ask(http, questions[number % len(questions)])
    before = {kind: cpu_s(process) for kind, (process, _) in twins.items()}
    times: dict[str, list[float]] = {kind: [] for kind in KINDS}
    for number in range(requests):
        order = KINDS[number % len(KINDS) :] + KINDS[: number % len(KINDS)]
        for kind in order:
            times[kind].append(ask(twins[kind][1], questions[number % len(questions)]))
    time.sleep(6)  # what is sent in the background belongs to it
    cpu_ms = {kind: 1000 * (cpu_s(process) - before[kind]) / requests for kind, (process, _) in twins.items()}
    report(times, cpu_ms, requests)


def report(times: Mapping[str, list[float]], cpu_ms: Mapping[str, float], requests: int) -> None:
    """A line for each way."""
    load = os.getloadavg()[0]
    print(f"{requests} requests each, in turn; load of the machine {load:.1f} on {os.cpu_count()} cores")
    print(f"{'':10} {'p50':>9} {'difference, p50':>16} {'CPU a request':>14} {'CPU more':>9}")
    for kind in KINDS:
        more = statistics.median(one - other for one, other in zip(times[kind], times["off"], strict=True))
        verdict = "" if kind == "off" else ("within" if more <= BUDGET_MS else "OVER") + f" {BUDGET_MS:g} ms"
        cells = f"{statistics.median(times[kind]):6.2f} ms {more:13.2f} ms {cpu_ms[kind]:11.2f} ms"
        print(f"{kind:10} {cells} {cpu_ms[kind] - cpu_ms['off']:6.2f} ms  {verdict}")


def start_twin(kind: str, url: str) -> tuple[subprocess.Popen[bytes], httpx2.Client]:
    """A twin in a process of its own."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    settings = {
        "TWIN_TRACING": kind,
        "RATCHET_URL": url,
        "RATCHET_PUBLIC_KEY": "pk-lf-x" if kind != "off" else "",
        "RATCHET_SECRET_KEY": "sk-lf-x",
    }
    command = [str(Path(sysconfig.get_path("scripts")) / "twin"), "serve", "--port", str(port)]
    process = subprocess.Popen(
        command, env={**os.environ, **settings}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    return process, httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=60)


def wait_until_ready(http: httpx2.Client) -> None:
    """Return once the twin answers."""
    until = time.monotonic() + 120
    while time.monotonic() < until:
        try:
            http.get("/healthz").raise_for_status()
            return
        except httpx2.TransportError:
            time.sleep(0.1)
    raise TimeoutError("The twin does not start.")


def ask(http: httpx2.Client, question: str) -> float:
    """How many milliseconds an answer took."""
    start = time.perf_counter()
    http.post("/chat/mira", json={"query": question}).raise_for_status()
    return 1000 * (time.perf_counter() - start)


def cpu_s(process: subprocess.Popen[bytes]) -> float:
    """What a process has computed so far."""
    used = psutil.Process(process.pid).cpu_times()
    return used.user + used.system


class Sink(BaseHTTPRequestHandler):
    """Takes everything, and keeps nothing."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer(404)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self._answer(200)

    def log_message(self, format: str, *args: object) -> None: ...  # noqa: A002 its name

    def _answer(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()


def serve_sink() -> None:
    """A server for traces, in this process; prints where it is."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Sink)
    print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
