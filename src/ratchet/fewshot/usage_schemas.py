"""What became of examples, as /admin/few-shot/usage shows it."""

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, Field

from ratchet.domain.few_shot import DATASET
from ratchet.domain.window import from_ns
from ratchet.fewshot.usage import ExampleUse, TypeUse, Usage, Verdict
from ratchet.http.ranges import HOURS_MAX, RangeIn
from ratchet.judges.calibration.schemas import EstimateOut


class UsageOrder(StrEnum):
    """What examples are ranked by: how many traces got them, how good these were, or what they do, the worst first."""

    USES = "uses"
    QUALITY = "quality"
    EFFECT = "effect"


class UsageIn(RangeIn):
    """Which window, and which page of its examples."""

    hours: int = Field(
        168, ge=1, le=HOURS_MAX, description="How long the window is, unless `from` says where it starts."
    )
    order: UsageOrder = UsageOrder.USES
    verdict: Verdict | None = Field(None, description="Only examples of which this is known")
    offset: int = Field(0, ge=0, lt=2**31)
    limit: int = Field(100, ge=1, le=500)


class ExampleUseOut(BaseModel):
    """What is known of an example."""

    example: str = Field(description=f"`<dataset>/<item id>`, such as `{DATASET}/item-1`")
    query_types: list[str]
    given: int = Field(description="Traces whose prompts it was given to")
    withheld: int = Field(description="Traces that would have had it, and were held out")
    quality: EstimateOut = Field(description="The mean Quality score of the traces it was given to")
    effect: EstimateOut = Field(description="How much it moves that by itself, or with those in `inseparable`")
    q: float | None = Field(description="False discoveries at most, among examples that are found as clearly")
    verdict: Verdict = Field(description="Helps and hurts are sure to 5 % of false discoveries")
    inseparable: list[str] = Field(description="Examples that it was never without")
    last_used_at: datetime
    is_retired: bool

    @classmethod
    def of(cls, use: ExampleUse) -> "ExampleUseOut":
        """An example as it leaves."""
        return cls(
            example=use.example,
            query_types=list(use.query_types),
            given=use.given,
            withheld=use.withheld,
            quality=EstimateOut.of(use.quality),
            effect=EstimateOut.of(use.effect),
            q=use.q,
            verdict=use.verdict,
            inseparable=list(use.inseparable),
            last_used_at=from_ns(use.last_used_at),
            is_retired=use.is_retired,
        )


class TypeUseOut(BaseModel):
    """The traces of a query type."""

    query_type: str
    given: int
    withheld: int
    quality_given: EstimateOut
    quality_withheld: EstimateOut
    uplift: EstimateOut

    @classmethod
    def of(cls, use: TypeUse) -> "TypeUseOut":
        """A type as it leaves."""
        return cls(
            query_type=use.query_type,
            given=use.given,
            withheld=use.withheld,
            quality_given=EstimateOut.of(use.quality_given),
            quality_withheld=EstimateOut.of(use.quality_withheld),
            uplift=EstimateOut.of(use.uplift),
        )


class UsageOut(BaseModel):
    """What became of the examples of a window."""

    from_time: datetime
    to_time: datetime
    traces: int = Field(description="Traces in which a prompt asked for examples")
    held_out: int = Field(description="Those of them that got none, by lot")
    looked_at: str = Field(description="`all`, or `1 in N` of the traces where there are very many")
    uplift: EstimateOut = Field(description="How much better traces with examples are, weighed by query type")
    types: list[TypeUseOut]
    examples: list[ExampleUseOut]
    total: int = Field(description="How many examples there are")
    flagged: int = Field(description="How many of them hurt")
    doubts: list[str] = Field(description="What speaks against trusting the uplift")

    @classmethod
    def of(cls, usage: Usage, asked: UsageIn) -> "UsageOut":
        """The page that was asked for."""
        wanted = [use for use in usage.examples if asked.verdict in (None, use.verdict)]
        ranked = sorted(wanted, key=lambda use: _rank(use, asked.order))
        return cls(
            from_time=from_ns(usage.window.start),
            to_time=from_ns(usage.window.end),
            traces=usage.traces,
            held_out=usage.held_out,
            looked_at="all" if usage.part == 1 else f"1 in {usage.part}",
            uplift=EstimateOut.of(usage.uplift),
            types=[TypeUseOut.of(use) for use in usage.types],
            examples=[ExampleUseOut.of(use) for use in ranked[asked.offset : asked.offset + asked.limit]],
            total=len(wanted),
            flagged=sum(use.verdict is Verdict.HURTS for use in usage.examples),
            doubts=list(usage.doubts),
        )


def _rank(use: ExampleUse, order: UsageOrder) -> tuple[float, float, str]:
    match order:
        case UsageOrder.USES:
            first = -use.given
        case UsageOrder.QUALITY:  # what is sure of it: a single good trace is no proof
            first = -(use.quality.low if use.quality.low is not None else -1.0)
        case UsageOrder.EFFECT:
            first = use.effect.value if use.effect.value is not None else float("inf")
    return first, -use.given, use.example
