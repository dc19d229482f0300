"""Consistency as /admin/judges takes and shows it."""

from pydantic import BaseModel, ConfigDict, Field

from ratchet.domain.judge import Judge
from ratchet.http.fields import Time
from ratchet.judges.calibration.schemas import EstimateOut
from ratchet.judges.consistency.asking import PATIENCE_S, Repeated
from ratchet.judges.consistency.measuring import measure_consistency


class ConsistencyIn(BaseModel):
    """Of what, and how often. It asks a model `sample` times `repeats` calls, and its budget pays for them."""

    model_config = ConfigDict(extra="forbid")

    sample: int = Field(20, ge=2, le=100, description="So many traces or spans, the newest the judge has a say on")
    repeats: int = Field(3, ge=2, le=9, description="How often it is asked about each")
    from_time: Time | None = Field(None, description="ISO 8601; traces from this time on")
    to_time: Time | None = Field(None, description="ISO 8601; traces before this time")


class ConsistencyOut(BaseModel):
    """How much a judge agrees with itself about the same things."""

    judge: str
    judge_version: int
    epoch: str
    items: int = Field(description="What it gave a verdict on")
    verdicts: int
    not_applicable: int
    failures: dict[str, int] = Field(description="Calls that gave no verdict, by their reason")
    cost_usd: float
    agreement: EstimateOut = Field(description="How often two verdicts on the same thing are the same")
    judge_variance: float | None = Field(description="Of numbers: within things, so the judge's own noise")
    item_variance: float | None = Field(description="Of numbers: between things, without that noise")
    reliability: float | None = Field(description="The share of the variance that is between things")
    notes: list[str]

    @classmethod
    def of(cls, judge: Judge, epoch: str, found: Repeated) -> "ConsistencyOut":
        """What was found, as it leaves."""
        measured = measure_consistency(found.verdicts)
        cut = [f"Time was up after {PATIENCE_S:g} s: take a smaller sample."] if found.is_cut_short else []
        return cls(
            judge=judge.name,
            judge_version=judge.version,
            epoch=epoch,
            items=len(found.verdicts),
            verdicts=sum(len(values) for values in found.verdicts),
            not_applicable=found.not_applicable,
            failures=dict(found.failures),
            cost_usd=found.cost_usd,
            agreement=EstimateOut.of(measured.agreement),
            judge_variance=measured.judge_variance,
            item_variance=measured.item_variance,
            reliability=measured.reliability,
            notes=[*cut, *measured.notes],
        )
