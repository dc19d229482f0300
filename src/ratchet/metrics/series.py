"""Figures over time: what charts of a window are drawn from."""

from dataclasses import dataclass

from ratchet.domain.environment import OF_USERS, Environments
from ratchet.domain.quality import QUALITY_SCALE, Marks, ScoreFigures, quality_names
from ratchet.domain.step import step_of
from ratchet.domain.window import Window
from ratchet.metrics.persona import Persona, to_persona
from ratchet.metrics.quality import check_is_number
from ratchet.store.events import EventStore
from ratchet.store.events.metrics import read_score_figures
from ratchet.store.events.series import (
    ModelUse,
    ScoreStep,
    Series,
    TraceStep,
    UsageStep,
    read_score_steps,
    read_trace_steps,
    read_usage,
)


@dataclass(frozen=True, slots=True)
class WindowSeries:
    """Everything that is counted of a window, by steps of one length and as a whole."""

    step_ns: int
    traces: Series[TraceStep]
    usage: Series[UsageStep]
    models: list[ModelUse]
    quality: Series[ScoreStep]
    quality_names: list[str]
    scores: list[ScoreFigures]
    persona: Persona


def read_series(
    store: EventStore,
    project_id: str,
    window: Window,
    *,
    steps_max: int,
    marks: Marks,
    score: str | None = None,
    of: Environments = OF_USERS,
) -> WindowSeries:
    """The figures of a window in some environments; `score` picks one score for the quality, on whatever scale it has.

    Raises `Unprocessable` for a score that this project does not have, or that is no number.
    """
    step_ns = step_of(window, steps_max)
    usage, models = read_usage(store, project_id, window, step_ns, of)
    figures = read_score_figures(store, project_id, window, of)
    of_quality = quality_names(figures.values(), marks)
    if score is None:
        quality = read_score_steps(store, project_id, window, step_ns, of_quality, scale=QUALITY_SCALE, of=of)
    else:
        if score not in figures:
            check_is_number(store, project_id, score)
        quality = read_score_steps(store, project_id, window, step_ns, [score], of=of)
    return WindowSeries(
        step_ns=step_ns,
        traces=read_trace_steps(store, project_id, window, step_ns, of),
        usage=usage,
        models=models,
        quality=quality,
        quality_names=of_quality,
        scores=sorted(figures.values(), key=lambda of_name: (-of_name.count, of_name.name)),
        persona=to_persona(figures),
    )
