"""Measuring a judge against people, and its averages without the errors that were found."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from uuid import uuid4

from ratchet.domain.calibration import Calibration
from ratchet.domain.judge import Judge
from ratchet.domain.trace import ALL_TIME
from ratchet.domain.window import Window
from ratchet.errors import NotFound, Unprocessable
from ratchet.judges.calibration.measuring import Findings, correct_average, correct_pass_rate, measure
from ratchet.judges.calibration.pairs import SCORES_MAX, Value, read_human, read_judged, to_pairs
from ratchet.judges.calibration.schemas import AverageIn, AverageOut, CalibrateIn, CorrectedOut, Figures
from ratchet.stats.correction import Bias, ErrorRates
from ratchet.store.events import EventStore
from ratchet.store.records import RecordStore
from ratchet.store.records.judge_calibrations import read_calibration_of_epoch, write_calibration


def calibrate(events: EventStore, records: RecordStore, judge: Judge, asked: CalibrateIn) -> Calibration:
    """Measure a judge, in the version given, against people's scores, and store it.

    Raises `Unprocessable` when the judge and people scored nothing in common.
    """
    name = asked.human_score or judge.gives
    window = _to_window(asked.from_time, asked.to_time)
    judged = read_judged(events, judge, window)
    human = read_human(events, judge.project_id, window, name=name, sources=asked.sources)
    pairs = to_pairs(judged, human)
    if not pairs:
        message = (
            f"Of {len(judged)} scores of the judge {judge.name!r} in version {judge.version} and {len(human)} of "
            f"people named {name!r}, no two are of the same thing. Score some of the same traces."
        )
        raise Unprocessable(message, details={"fields": [{"field": "human_score", "message": message}]})
    theirs = asked.threshold if asked.human_threshold is None else asked.human_threshold
    findings = measure(pairs, threshold=asked.threshold, human_threshold=theirs)
    figures = to_figures(findings, list(judged.values()), asked.threshold, theirs)
    calibration = Calibration(
        project_id=judge.project_id,
        id=uuid4().hex,
        judge=judge.name,
        judge_version=judge.version,
        epoch=judge.epoch,
        human_score=name,
        created_at=datetime.now(UTC),
        figures=figures.model_dump(mode="json"),
    )
    write_calibration(records, calibration)
    return calibration


def read_averages(events: EventStore, records: RecordStore, judge: Judge, asked: AverageIn) -> AverageOut:
    """A judge's averages over a time, beside the corrected ones; raises `NotFound` when it was never calibrated."""
    calibration = read_calibration_of_epoch(records, judge.project_id, judge.name, judge.epoch)
    if calibration is None:
        message = f"The judge {judge.name!r} was not calibrated in version {judge.version}."
        raise NotFound(f"{message} POST /admin/judges/{judge.name}/calibrate does.")
    figures = Figures.model_validate(calibration.figures)
    values = list(read_judged(events, judge, _to_window(asked.from_time, asked.to_time)).values())
    pass_rate, mean = _to_averages(figures, values)
    return AverageOut(
        judge=judge.name,
        judge_version=judge.version,
        epoch=judge.epoch,
        calibration_id=calibration.id,
        threshold=figures.threshold,
        judged=len(values),
        pass_rate=pass_rate,
        mean=mean,
    )


def to_figures(findings: Findings, judged: Sequence[Value], threshold: float, human_threshold: float) -> Figures:
    """What is stored of a calibration: the findings, and the averages of all that was judged."""
    said = asdict(findings) | {
        "confusion": findings.confusion._asdict(),
        "errors": None if findings.errors is None else findings.errors._asdict(),
        "differences": None if findings.differences is None else findings.differences._asdict(),
        "threshold": threshold,
        "human_threshold": human_threshold,
        "judged": len(judged),
    }
    figures = Figures.model_validate(said)
    pass_rate, mean = _to_averages(figures, judged)
    if len(judged) == SCORES_MAX:
        figures.notes.append(f"There are more scores than {SCORES_MAX:,}: the newest were compared.")
    return figures.model_copy(update={"pass_rate": pass_rate, "mean": mean})


def _to_averages(figures: Figures, judged: Sequence[Value]) -> tuple[CorrectedOut | None, CorrectedOut | None]:
    numbers = [value for value in judged if not isinstance(value, str)]
    if figures.errors is None:
        return None, None
    errors = ErrorRates(**figures.errors.model_dump())
    pass_rate = CorrectedOut.of(correct_pass_rate(numbers, figures.threshold, errors))
    if figures.differences is None:
        return pass_rate, None
    return pass_rate, CorrectedOut.of(correct_average(numbers, Bias(**figures.differences.model_dump())))


def _to_window(start: int | None, end: int | None) -> Window:
    window = ALL_TIME if start is None else replace(ALL_TIME, start=start)
    return window if end is None else replace(window, end=end)
