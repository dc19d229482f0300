"""One run of a probe: where its traces are, and what came of each question before anything is stored."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from ratchet.domain.answer import Opinion
from ratchet.domain.dataset import Item
from ratchet.domain.environment import PROBE_TRACE_PREFIX
from ratchet.domain.probe import Checked, Probe
from ratchet.targets.reply import Continued, Reply

_TRACE_ID_LENGTH = 32
_SPAN_ID_LENGTH = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeRun:
    """A run of a probe; begun again under the same id, it has the same traces. `missed` are the times before it."""

    probe: Probe
    id: str
    is_manual: bool = False
    missed: int = 0

    def trace_of(self, item: Item) -> Continued:
        """The trace of a question, and the span in it that the target is asked to continue."""
        said = "\0".join((self.probe.project_id, self.probe.id, self.id, item.id))
        digest = hashlib.sha256(said.encode()).hexdigest()
        trace_id = (PROBE_TRACE_PREFIX + digest)[:_TRACE_ID_LENGTH]
        return Continued(trace_id, digest[-_SPAN_ID_LENGTH:])


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of one question; `asked_at` is nanoseconds since 1970."""

    item: Item
    asked_at: int
    latency_ms: float
    reply: Reply
    opinions: Sequence[Opinion] = ()
    checks: tuple[Checked, ...] = ()
    is_ok: bool = False

    @property
    def problem(self) -> str:
        """What is wrong, in one line; empty when nothing is."""
        if self.is_ok:
            return ""
        failing = [checked.detail for checked in self.checks if not checked.is_ok]
        return self.reply.detail or " ".join(failing)
