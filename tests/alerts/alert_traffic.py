"""Traffic that is written at given minutes around a noon."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from ratchet.alerts.look import to_ns
from ratchet.alerts.observed import Observed
from ratchet.domain.score import Score
from ratchet.domain.span import Span
from ratchet.store.events.scores import write_scores
from ratchet.store.events.spans import write_spans

SECOND = 10**9
NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)


def at(minute: float) -> datetime:
    """So many minutes after noon."""
    return NOON + timedelta(minutes=minute)


@dataclass
class Traffic:
    """Writes traces and scores at minutes around noon."""

    observed: Observed
    numbers: Iterator[int] = field(default_factory=count)
    held: tuple[list[Span], list[Score]] | None = None

    def send(self, minute: float, traces: int, *, failed: int = 0, latency_ms: float = 100, **fields: Any) -> list[str]:
        """So many traces within a minute, the first of them failed; gives their ids."""
        start = to_ns(at(minute))
        spans = [
            Span(
                self.observed.project_id,
                f"trace-{number}",
                f"span-{number}",
                root_rank=1,
                start_time=start + place * 10**6,
                end_time=start + place * 10**6 + int(latency_ms * 10**6),
                level="ERROR" if place < failed else "DEFAULT",
                input="What?",
                revision=1,
                **fields,
            )
            for place, number in zip(range(traces), self.numbers, strict=False)
        ]
        self._write(spans, [])
        return [span.trace_id for span in spans]

    def score(self, minute: float, name: str, *values: float, trace_ids: list[str] | None = None) -> None:
        """Scores given within a minute."""
        start = to_ns(at(minute))
        ids = trace_ids or [f"scored-{next(self.numbers)}" for _ in values]
        scores = [
            Score(
                self.observed.project_id,
                f"score-{next(self.numbers)}",
                name,
                "NUMERIC",
                start + place,
                value,
                trace_id=trace_id,
                revision=1,
            )
            for place, (value, trace_id) in enumerate(zip(values, ids, strict=True))
        ]
        self._write([], scores)

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Write all that is sent in a block when it ends, which is much faster."""
        self.held = [], []
        yield
        (spans, scores), self.held = self.held, None
        self._write(spans, scores)

    def _write(self, spans: list[Span], scores: list[Score]) -> None:
        if self.held is not None:
            self.held[0].extend(spans)
            self.held[1].extend(scores)
            return
        if spans:
            write_spans(self.observed.events, spans)
        if scores:
            write_scores(self.observed.events, scores)
