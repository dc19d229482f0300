"""What a dashboard must say of a planned day, computed from the plan and not by the server."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ratchet.cli.demo.traffic import Chat

PERSONA = ("persona_overall", "persona_structure_policy", "persona_voice_fidelity")
# Latencies are kept to the microsecond, averages are rounded on the wire.
_TOLERANCE = {"_ms": 0.01, "avg": 0.0001}


@dataclass(frozen=True, slots=True)
class Difference:
    """A number of the dashboard that is not what was sent."""

    name: str
    expected: Any
    found: Any


def expect(chats: Sequence[Chat]) -> dict[str, Any]:
    """The parts of the dashboard that follow from the plan alone."""
    latencies_ms = np.array([chat.duration.total_seconds() * 1000 for chat in chats])
    errors = Counter(chat.error[0] for chat in chats if chat.error)
    p50, p95, p99 = np.percentile(latencies_ms, [50, 95, 99])
    return {
        "latency": {
            "count": len(chats),
            "avg_ms": float(latencies_ms.mean()),
            "p50_ms": float(p50),
            "p95_ms": float(p95),
            "p99_ms": float(p99),
        },
        "errors": {
            "total_traces": len(chats),
            "error_count": errors.total(),
            "error_rate": round(100 * errors.total() / len(chats), 2),
            "error_types": dict(errors),
        },
        "persona": {name: _average(chats, name) for name in PERSONA}
        | {"rewrite_count": sum(chat.scores.get("rewrite_count", 0) for chat in chats)},
    }


def compare(expected: Mapping[str, Any], found: Mapping[str, Any], prefix: str = "") -> Iterator[Difference]:
    """Where a dashboard says something else than expected."""
    for name, value in expected.items():
        path = f"{prefix}{name}"
        other = found.get(name)
        if isinstance(value, Mapping) and isinstance(other, Mapping):
            yield from compare(value, other, f"{path}.")
        elif not _same(name, value, other):
            yield Difference(path, value, other)


def _average(chats: Sequence[Chat], name: str) -> dict[str, float]:
    values = [chat.scores[name] for chat in chats if name in chat.scores]
    return {"avg": sum(values) / len(values), "count": len(values)}


def _same(name: str, value: Any, other: Any) -> bool:
    if not isinstance(value, int | float) or not isinstance(other, int | float):
        return bool(value == other)
    tolerance = next((size for ending, size in _TOLERANCE.items() if name.endswith(ending)), 0)
    return abs(value - other) <= tolerance
