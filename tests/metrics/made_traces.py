"""Random traces of every shape, and their figures computed from them directly, by NumPy."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from ratchet.domain.span import Level, Span

SECOND = 10**9
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
ERROR_TYPES = ("TimeoutError", "ConnectionError", "ValueError", "")


def make_trace(rnd: random.Random, project: str, number: int, start: int) -> list[Span]:
    """One to seven spans within half an hour: mostly with one root, at times with several, of either rank, or none."""
    shape = rnd.choice(["one root"] * 6 + ["rootless", "rootless", "two roots", "named root", "named among many"])
    spans = [
        _make_span(rnd, project, f"trace-{number}", f"span-{number}-{i}", start + rnd.randrange(30 * MINUTE), rank)
        for i, rank in enumerate(_ranks(rnd, shape))
    ]
    rnd.shuffle(spans)
    return spans


def _ranks(rnd: random.Random, shape: str) -> list[int]:
    children = [0] * rnd.randrange(1, 5)
    match shape:
        case "rootless":
            return children
        case "two roots":
            return [1, 1, *children]
        case "named root":
            return [2, *children]
        case "named among many":
            return [2, 1, 1, *children]
        case _:
            return [1, *children]


def _make_span(rnd: random.Random, project: str, trace_id: str, span_id: str, start: int, rank: int) -> Span:
    fails = rnd.random() < 0.2
    return Span(
        project,
        trace_id,
        span_id,
        parent_span_id="" if rank else f"{span_id}-parent",
        root_rank=rank,
        start_time=start,
        end_time=None if rnd.random() < 0.05 else start + rnd.randrange(20 * SECOND),
        level=Level.ERROR if fails else Level.DEFAULT,
        error_type=rnd.choice(ERROR_TYPES) if fails else "",
        input="hello",
        revision=1,
    )


@dataclass(frozen=True)
class Made:
    """A trace as the definitions have it."""

    timestamp: int
    failed: bool
    error_type: str
    latency_ms: float | None


def to_made(spans: Sequence[Span]) -> Made:
    """One trace by the definitions, read off its spans."""
    in_order = sorted(spans, key=lambda span: (-span.root_rank, span.start_time))
    first = in_order[0]
    failing = [span for span in in_order if span.level == Level.ERROR]
    named = [span.error_type for span in failing if span.error_type]
    ends = [span.end_time for span in spans if span.end_time is not None]
    if first.root_rank:
        failed, end = first.level == Level.ERROR, first.end_time
    else:
        failed, end = bool(failing), max(ends, default=None)
    latency_ms = None if end is None else (end - first.start_time) / 1e6
    return Made(first.start_time, failed, (named or ["Error"])[0], latency_ms)


def to_made_traces(spans: Sequence[Span]) -> list[Made]:
    """Every trace by the definitions."""

    def trace_of(span: Span) -> str:
        return span.trace_id

    return [to_made(list(group)) for _, group in groupby(sorted(spans, key=trace_of), key=trace_of)]


def percentiles_of(made: Sequence[Made]) -> tuple[float, float, float]:
    """NumPy's 50th, 95th and 99th percentile of the latencies."""
    p50, p95, p99 = np.percentile([one.latency_ms for one in made if one.latency_ms is not None], [50, 95, 99])
    return float(p50), float(p95), float(p99)


def error_types_of(made: Sequence[Made]) -> Counter[str]:
    """How many failed of what."""
    return Counter(one.error_type for one in made if one.failed)
