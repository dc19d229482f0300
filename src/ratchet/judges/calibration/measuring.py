"""What people's scores of the same things say of a judge's."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from ratchet.stats.agreement import Confusion, count_confusion, estimate_agreement, estimate_kappa
from ratchet.stats.correction import Bias, ErrorRates, correct_mean, correct_share, measure_bias
from ratchet.stats.correlation import estimate_spearman
from ratchet.stats.estimate import Estimate, estimate_mean, estimate_share

PASS, FAIL = "pass", "fail"
FEW = 30

Value = float | str
Pair = tuple[Value, Value]
"""What a judge said, and what people said, of the same thing."""


class Scale(StrEnum):
    """How scores are compared: as passed or failed, as numbers too, or as categories."""

    BINARY = "binary"
    NUMERIC = "numeric"
    CATEGORICAL = "categorical"


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """An average as the judge gave it, and as it is without the judge's known errors."""

    uncorrected: Estimate
    corrected: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """How a judge compares with people; `None` for what its scale has not."""

    scale: Scale
    pairs: int
    agreement: Estimate
    kappa: Estimate
    confusion: Confusion[str]
    sensitivity: Estimate | None = None
    specificity: Estimate | None = None
    errors: ErrorRates | None = None
    bias: Estimate | None = None
    differences: Bias | None = None
    rank_correlation: Estimate | None = None
    notes: list[str] = field(default_factory=list[str])


def measure(pairs: Sequence[Pair], *, threshold: float, human_threshold: float) -> Findings:
    """Compare a judge with people; a number passes from its threshold on."""
    scale = scale_of(pairs)
    if scale is Scale.CATEGORICAL:
        return _measure_categories(pairs)
    numbers = [(float(judged), float(human)) for judged, human in pairs]
    named = [(_grade(judged, threshold), _grade(human, human_threshold)) for judged, human in numbers]
    confusion = count_confusion(named)
    errors = _count_errors(named)
    is_numeric = scale is Scale.NUMERIC
    judged, human = [pair[0] for pair in numbers], [pair[1] for pair in numbers]
    return Findings(
        scale=scale,
        pairs=len(pairs),
        agreement=estimate_agreement(confusion),
        kappa=estimate_kappa(confusion),
        confusion=confusion,
        sensitivity=estimate_share(errors.true_positives, errors.positives),
        specificity=estimate_share(errors.true_negatives, errors.negatives),
        errors=errors,
        bias=estimate_mean([own - theirs for own, theirs in numbers]),
        differences=measure_bias(judged, human) if len(pairs) > 1 else None,
        rank_correlation=estimate_spearman(judged, human) if is_numeric else None,
        notes=_notes(len(pairs), errors),
    )


def scale_of(pairs: Sequence[Pair]) -> Scale:
    """Categories if anybody named one; numbers if there is one between 0 and 1 or beyond; else passed or failed."""
    values = [value for pair in pairs for value in pair]
    if any(isinstance(value, str) for value in values):
        return Scale.CATEGORICAL
    return Scale.BINARY if set(values) <= {0.0, 1.0} else Scale.NUMERIC


def correct_pass_rate(values: Sequence[float], threshold: float, errors: ErrorRates) -> Corrected:
    """The share that passes, beside the share that would by the people who measured these errors."""
    passed = sum(value >= threshold for value in values)
    return Corrected(
        uncorrected=estimate_share(passed, len(values)), corrected=correct_share(passed, len(values), errors)
    )


def correct_average(values: Sequence[float], differences: Bias) -> Corrected:
    """The mean score, beside the mean that people would have given."""
    return Corrected(uncorrected=estimate_mean(values), corrected=correct_mean(values, differences))


def _measure_categories(pairs: Sequence[Pair]) -> Findings:
    confusion = count_confusion([(str(judged), str(human)) for judged, human in pairs])
    return Findings(
        scale=Scale.CATEGORICAL,
        pairs=len(pairs),
        agreement=estimate_agreement(confusion),
        kappa=estimate_kappa(confusion),
        confusion=confusion,
        notes=_notes_of_size(len(pairs)),
    )


def _grade(value: float, threshold: float) -> str:
    return PASS if value >= threshold else FAIL


def _count_errors(pairs: Sequence[tuple[str, str]]) -> ErrorRates:
    positives, negatives = (sum(human == grade for _, human in pairs) for grade in (PASS, FAIL))
    return ErrorRates(pairs.count((PASS, PASS)), positives, pairs.count((FAIL, FAIL)), negatives)


def _notes(size: int, errors: ErrorRates) -> list[str]:
    notes = _notes_of_size(size)
    if not errors.positives or not errors.negatives:
        rare = "passed" if not errors.positives else "failed"
        notes.append(f"People {rare} nothing, so how the judge does on such is not known, and nothing is corrected.")
    elif errors.sensitivity + errors.specificity <= 1:
        notes.append("The judge is no better than chance: its shares cannot be corrected.")
    return notes


def _notes_of_size(size: int) -> list[str]:
    return [f"Only {size} pairs: intervals are wide, and another sample may say otherwise."] if size < FEW else []
