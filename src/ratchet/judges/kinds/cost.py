"""Cost: what the answer cost, or whether it kept within a bound."""

from pydantic import Field

from ratchet.domain.judge import NotApplicable, Outcome, Verdict
from ratchet.judges.kinds.kind import Kind, Parameters
from ratchet.judges.subject import Subject


class CostParameters(Parameters):
    """The most that an answer may cost; without it the score is the cost itself."""

    most_usd: float | None = Field(None, ge=0, allow_inf_nan=False)


class Cost(Kind[CostParameters]):
    """Reads what was counted when the spans arrived."""

    name = "cost"
    title = "Cost"
    summary = "How many US dollars the answer cost; with a bound, whether it kept within it."
    parameters_type = CostParameters

    def judge(self, subject: Subject) -> Outcome:
        if subject.cost_usd is None:
            return NotApplicable("No cost is known.")
        reasoning = f"The answer cost {subject.cost_usd:.6f} USD."
        if self.parameters.most_usd is None:
            return Verdict(value=subject.cost_usd, reasoning=reasoning)
        return Verdict(value=subject.cost_usd <= self.parameters.most_usd, reasoning=reasoning)
