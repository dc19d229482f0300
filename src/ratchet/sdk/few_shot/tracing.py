"""What a prompt was given, said on the span in which it was made."""

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ratchet.domain.few_shot import DATASET_NAME, EXAMPLES, HELD_OUT, QUERY_TYPE, STRATEGY, WITHHELD, Example
from ratchet.sdk.few_shot.failures import note_failure

_TRACE_ID_LENGTH = 32


@dataclass(frozen=True, slots=True)
class CurrentSpan:
    """The span of OpenTelemetry, or of an SDK built on it, that goes on and is recorded."""

    span: Any
    trace_id: str

    def tell(self, given: "Given") -> None:
        """Add to what the span says; several prompts may be made in one. Never raises."""
        try:
            self._tell(given)
        except Exception as error:  # noqa: BLE001 - a prompt is worth more than the record of it
            note_failure("tracing", error)

    def _tell(self, given: "Given") -> None:
        said = getattr(self.span, "attributes", None) or {}
        values: dict[str, str | bool] = {
            EXAMPLES: _add(said.get(EXAMPLES), given.examples),
            QUERY_TYPE: given.query_type,
            STRATEGY: given.strategy,
            DATASET_NAME: given.dataset_name,
            HELD_OUT: given.is_held_out,
        }
        if given.is_held_out:
            values[WITHHELD] = _add(said.get(WITHHELD), given.withheld)
        for name, value in values.items():
            self.span.set_attribute(name, value)
        self._link(given.examples)

    def _link(self, examples: Iterable[Example]) -> None:
        if not hasattr(self.span, "add_link"):
            return
        trace = sys.modules["opentelemetry.trace"]
        for example in examples:
            if (trace_id := _to_number(example.trace_id)) is not None:
                source = trace.SpanContext(trace_id, trace.INVALID_SPAN_ID, is_remote=True)
                self.span.add_link(source, {"ratchet.few_shot.example": example.reference})


@dataclass(frozen=True, slots=True)
class Given:
    """What one prompt was given, and why."""

    examples: Sequence[Example]
    query_type: str
    strategy: str
    dataset_name: str
    is_held_out: bool = False
    withheld: Sequence[Example] = ()


def read_current_span() -> CurrentSpan | None:
    """The span that goes on; `None` without one, and where it is not recorded.

    An application that has not loaded OpenTelemetry has no span, and need not load it for this.
    """
    trace = sys.modules.get("opentelemetry.trace")
    if trace is None:
        return None
    try:
        span = trace.get_current_span()
        context = span.get_span_context()
        if not (context.is_valid and span.is_recording()):
            return None
        return CurrentSpan(span, f"{context.trace_id:032x}")
    except Exception as error:  # noqa: BLE001 - as above
        note_failure("tracing", error)
        return None


def _add(said: Any, examples: Iterable[Example]) -> str:
    """What was said of examples before, with these."""
    references = dict.fromkeys([*_read(said), *(one.reference for one in examples)])
    return json.dumps(list(references), ensure_ascii=False)


def _read(said: Any) -> list[str]:
    try:
        return [str(one) for one in json.loads(said)] if said else []
    except (TypeError, ValueError):
        return []


def _to_number(trace_id: str | None) -> int | None:
    """A trace's id as OpenTelemetry has it; `None` for those of other makers."""
    if trace_id is None or len(trace_id) != _TRACE_ID_LENGTH:
        return None
    try:
        return int(trace_id, 16) or None
    except ValueError:
        return None
