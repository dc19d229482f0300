"""What tracing costs a call: Ratchet's `traced`, plain OpenTelemetry, Langfuse's `observe`, MLflow's `trace`.

    uv run python benchmarks/traced_calls.py [--calls 5000] [--rounds 9] [--mlflow DIRECTORY]

Each traces the same function, with its argument as input and its result as output, and sends its spans to a server
that throws them away, in a process of its own. Per call: the CPU time of the thread that calls, the wall time, and the
CPU time of the whole process, with what sending takes in the background. Peers take turns, a process for each round,
so that a busy machine is busy for all.
`--mlflow` names a virtual environment that has MLflow.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

QUESTION = "How long does the delivery of a pair of boots take, and what does it cost?"
ANSWER = "Two to four working days; express arrives the next working day and costs 6.90."
KINDS = ("nothing", "opentelemetry", "ratchet", "langfuse", "mlflow")

Ask = Callable[[str], str]


def main() -> None:
    """Run every peer in turn, print medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--mlflow", type=Path)
    parser.add_argument("--measure", choices=KINDS, help=argparse.SUPPRESS)
    parser.add_argument("--url", help=argparse.SUPPRESS)
    parser.add_argument("--sink", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.sink:
        serve_sink()
    elif asked.measure:
        print(json.dumps(measure(asked.measure, asked.url, asked.calls)))
    else:
        compare(asked.calls, asked.rounds, asked.mlflow)


def compare(calls: int, rounds: int, mlflow: Path | None) -> None:
    """Medians over the rounds, per call, in microseconds."""
    sink = subprocess.Popen([sys.executable, __file__, "--sink"], stdout=subprocess.PIPE, text=True)
    url = (sink.stdout.readline() if sink.stdout else "").strip()
    pythons = dict.fromkeys(KINDS, sys.executable) | {"mlflow": str(mlflow / "bin" / "python") if mlflow else ""}
    found: dict[str, list[list[float]]] = {kind: [] for kind in KINDS if pythons[kind]}
    try:
        for _ in range(rounds):
            for kind, figures in found.items():
                figures.append(run(pythons[kind], kind, url, calls))
    finally:
        sink.terminate()
    print(f"{calls:,} calls a round, {rounds} rounds; µs per call, median (least to most)")
    for kind, figures in found.items():
        caller, wall, whole = ([figure[i] for figure in figures] for i in range(3))
        print(f"  {kind:14} caller {describe(caller)}   wall {describe(wall)}   process {describe(whole)}")


def describe(figures: list[float]) -> str:
    """Median and range."""
    return f"{statistics.median(figures):7.1f} ({min(figures):.1f} to {max(figures):.1f})"


def run(python: str, kind: str, url: str, calls: int) -> list[float]:
    """One peer once, in a process of its own."""
    command = [python, __file__, "--measure", kind, "--url", url, "--calls", str(calls)]
    environment = {**os.environ, "OTEL_BSP_MAX_QUEUE_SIZE": "100000", "MLFLOW_DISABLE_TELEMETRY": "true"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        raise SystemExit(f"{kind} failed: {done.stderr[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])


def measure(kind: str, url: str, calls: int) -> list[float]:
    """Microseconds per call: the caller's CPU time, wall time, and the process's CPU time."""
    ask, flush = TRACERS[kind](url)
    for _ in range(200):
        ask(QUESTION)
    flush()
    clocks = (time.thread_time, time.perf_counter, time.process_time)
    began = [clock() for clock in clocks]
    for _ in range(calls):
        ask(QUESTION)
    caller, wall = clocks[0]() - began[0], clocks[1]() - began[1]
    flush()
    return [seconds / calls * 1e6 for seconds in (caller, wall, clocks[2]() - began[2])]


def answer(question: str) -> str:
    """The function that is traced."""
    return ANSWER if question else ""


def trace_nothing(_url: str) -> tuple[Ask, Callable[[], object]]:
    """The bare function."""
    return answer, lambda: None


def trace_with_opentelemetry(url: str) -> tuple[Ask, Callable[[], object]]:
    """A span by hand, as its documentation has it."""
    from opentelemetry import trace  # noqa: PLC0415 - measured in its own process
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415 - measured in its own process
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415 - measured in its own process
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415 - measured in its own process

    provider = TracerProvider()
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(f"{url}/v1/traces")))
    trace.set_tracer_provider(provider)
    tracer = trace.get_tracer("benchmark")

    def ask(question: str) -> str:
        with tracer.start_as_current_span("answer") as span:
            span.set_attribute("input.value", question)
            result = answer(question)
            span.set_attribute("output.value", result)
            return result

    return ask, provider.force_flush


def trace_with_ratchet(url: str) -> tuple[Ask, Callable[[], object]]:
    """`@ratchet.traced`."""
    import ratchet  # noqa: PLC0415 - measured in its own process

    ratchet.start_tracing(ratchet.Connection(url), queue_size=100_000)
    return ratchet.traced(answer), lambda: ratchet.flush_tracing(60)


def trace_with_langfuse(url: str) -> tuple[Ask, Callable[[], object]]:
    """`@observe`."""
    from langfuse import Langfuse, observe  # noqa: PLC0415 - measured in its own process

    client = Langfuse(public_key="pk-lf-benchmark", secret_key="sk-lf-benchmark", base_url=url)
    return observe(answer), client.flush


def trace_with_mlflow(url: str) -> tuple[Ask, Callable[[], object]]:
    """`@mlflow.trace`, over OTLP."""
    os.environ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"] = f"{url}/v1/traces"
    os.environ["OTEL_EXPORTER_OTLP_TRACES_PROTOCOL"] = "http/protobuf"
    import mlflow  # noqa: PLC0415 - measured in its own process

    return mlflow.trace(answer), mlflow.flush_trace_async_logging


TRACERS: dict[str, Callable[[str], tuple[Ask, Callable[[], object]]]] = {
    "nothing": trace_nothing,
    "opentelemetry": trace_with_opentelemetry,
    "ratchet": trace_with_ratchet,
    "langfuse": trace_with_langfuse,
    "mlflow": trace_with_mlflow,
}


class Sink(BaseHTTPRequestHandler):
    """Takes everything, keeps nothing."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def serve_sink() -> None:
    """Print where it is, and serve until it is ended."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Sink) as server:
        print(f"http://127.0.0.1:{server.server_port}", flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
