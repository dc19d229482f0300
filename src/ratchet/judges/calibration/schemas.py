"""Calibrations as /admin/judges takes and shows them."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from ratchet.domain.calibration import Calibration
from ratchet.domain.score import ScoreSource
from ratchet.http.fields import Text, Time
from ratchet.judges.calibration.measuring import Corrected, Scale
from ratchet.stats.estimate import Estimate


class CalibrateIn(BaseModel):
    """Which scores are people's, and from which value on a score passes."""

    model_config = ConfigDict(extra="forbid")

    human_score: Text = Field("", max_length=200, description="The name of people's scores; empty: as the judge's")
    sources: list[ScoreSource] = Field([ScoreSource.ANNOTATION], min_length=1, description="Who counts as people")
    threshold: float = Field(0.5, allow_inf_nan=False, description="The judge's scores pass from here on")
    human_threshold: float | None = Field(None, allow_inf_nan=False, description="People's scores; default: the same")
    from_time: Time | None = Field(None, description="ISO 8601; scores from this time on")
    to_time: Time | None = Field(None, description="ISO 8601; scores before this time")


class EstimateOut(BaseModel):
    """A number, its 95 % interval, and how many samples it rests on; null where they are too few to say."""

    value: float | None
    low: float | None
    high: float | None
    samples: int

    @classmethod
    def of(cls, estimate: Estimate) -> "EstimateOut":
        """An estimate as it leaves."""
        return cls(value=estimate.value, low=estimate.low, high=estimate.high, samples=estimate.samples)


class CorrectedOut(BaseModel):
    """An average as the judge gave it, and without the errors that people found."""

    uncorrected: EstimateOut
    corrected: EstimateOut

    @classmethod
    def of(cls, average: Corrected) -> "CorrectedOut":
        """An average as it leaves."""
        return cls(uncorrected=EstimateOut.of(average.uncorrected), corrected=EstimateOut.of(average.corrected))


class ConfusionOut(BaseModel):
    """How often the judge said a row's category where people said a column's."""

    categories: list[str]
    counts: list[list[int]]


class ErrorsOut(BaseModel):
    """What the correction of shares rests on: of what people passed and failed, how much the judge did too."""

    true_positives: int
    positives: int
    true_negatives: int
    negatives: int


class DifferencesOut(BaseModel):
    """What the correction of means rests on: people's scores minus the judge's."""

    mean: float
    variance: float
    samples: int


class Figures(BaseModel):
    """What came of a calibration."""

    scale: Scale
    threshold: float
    human_threshold: float
    pairs: int = Field(description="What both the judge and people scored")
    judged: int = Field(description="What the judge scored in the same time")
    agreement: EstimateOut
    kappa: EstimateOut
    confusion: ConfusionOut
    sensitivity: EstimateOut | None
    specificity: EstimateOut | None
    errors: ErrorsOut | None
    bias: EstimateOut | None = Field(description="How much higher than people the judge scores, on average")
    differences: DifferencesOut | None
    rank_correlation: EstimateOut | None
    pass_rate: CorrectedOut | None = None
    mean: CorrectedOut | None = None
    notes: list[str]


class CalibrationOut(Figures):
    """A judge, in one version, measured against people."""

    id: str
    judge: str
    judge_version: int
    epoch: str
    human_score: str
    created_at: datetime

    @classmethod
    def of(cls, calibration: Calibration) -> "CalibrationOut":
        """A calibration as it leaves."""
        fields: dict[str, Any] = {
            name: getattr(calibration, name) for name in cls.model_fields if name not in Figures.model_fields
        }
        return cls.model_validate({**calibration.figures, **fields})


class CalibrationsOut(BaseModel):
    """A judge's calibrations, the newest first."""

    calibrations: list[CalibrationOut]


class AverageIn(BaseModel):
    """Of which time."""

    model_config = ConfigDict(extra="forbid")

    from_time: Time | None = Field(None, description="ISO 8601; scores from this time on")
    to_time: Time | None = Field(None, description="ISO 8601; scores before this time")


class AverageOut(BaseModel):
    """A judge's averages, uncorrected and corrected by its newest calibration in the epoch that counts."""

    judge: str
    judge_version: int
    epoch: str
    calibration_id: str
    threshold: float
    judged: int
    pass_rate: CorrectedOut | None
    mean: CorrectedOut | None
