"""Spans of runs, as SDKs export them; their ids are numbers here."""

import json
from collections.abc import Mapping
from typing import Any

from opentelemetry.proto.trace.v1.trace_pb2 import Span

from ratchet.testing.otlp import otlp_span

SECOND = 10**9
# 2026-11-20T10:00:00Z
BEGAN = 1_795_168_800 * SECOND


def span(trace: int, number: int, attributes: Mapping[str, Any], *, after_s: float = 0, lasts_s: float = 1) -> Span:
    """A span that begins so long after `BEGAN`; its ids are numbers here."""
    return otlp_span(
        trace_id=trace.to_bytes(16),
        span_id=number.to_bytes(8),
        start_ns=BEGAN + int(after_s * SECOND),
        duration_ns=int(lasts_s * SECOND),
        attributes=attributes,
    )


def answer_attributes(run_id: str, item_id: str, number: int, **more: Any) -> dict[str, Any]:
    """What a span says that answers an item of a run, as the newest SDKs say it."""
    said = {
        "id": run_id,
        "name": f"name of {run_id}",
        "item.id": item_id,
        "item.root_observation_id": number.to_bytes(8).hex(),
        **more,
    }
    return {f"langfuse.experiment.{key}": value for key, value in said.items()} | {
        "langfuse.observation.input": json.dumps({"q": item_id}),
        "langfuse.observation.output": "an answer",
        "langfuse.observation.metadata.k": '"v"',
        "langfuse.environment": "sdk-experiment",
    }
