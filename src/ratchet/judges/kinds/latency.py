"""Latency: how long the answer took, or whether it came in time."""

from pydantic import Field

from ratchet.domain.judge import NotApplicable, Outcome, Verdict
from ratchet.judges.kinds.kind import Kind, Parameters
from ratchet.judges.subject import Subject


class LatencyParameters(Parameters):
    """The longest that an answer may take; without it the score is the time itself."""

    most_ms: float | None = Field(None, gt=0, allow_inf_nan=False)


class Latency(Kind[LatencyParameters]):
    """Reads what was measured."""

    name = "latency"
    title = "Latency"
    summary = "How many milliseconds the answer took; with a bound, whether it came in time."
    parameters_type = LatencyParameters

    def judge(self, subject: Subject) -> Outcome:
        if subject.latency_ms is None:
            return NotApplicable("No latency was measured.")
        reasoning = f"The answer took {subject.latency_ms:,.0f} ms."
        if self.parameters.most_ms is None:
            return Verdict(value=subject.latency_ms, reasoning=reasoning)
        return Verdict(value=subject.latency_ms <= self.parameters.most_ms, reasoning=reasoning)
