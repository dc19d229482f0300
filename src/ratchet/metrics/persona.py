"""How well answers kept to a persona, from scores that the application gives under agreed names."""

from collections.abc import Mapping
from dataclasses import dataclass

from ratchet.domain.environment import OF_USERS, Environments
from ratchet.domain.quality import ScoreFigures
from ratchet.domain.window import Window
from ratchet.store.events import EventStore
from ratchet.store.events.metrics import read_score_figures

NAMES = ("persona_overall", "persona_structure_policy", "persona_voice_fidelity")
REWRITES = "rewrite_count"


@dataclass(frozen=True, slots=True)
class Persona:
    """The mean and the count of each agreed score (`None` without any), and how many rewrites it took."""

    averages: Mapping[str, tuple[float | None, int]]
    rewrites: float


def read_persona(store: EventStore, project_id: str, window: Window, of: Environments = OF_USERS) -> Persona:
    """The persona's figures of a window."""
    return to_persona(read_score_figures(store, project_id, window, of))


def to_persona(figures: Mapping[str, ScoreFigures]) -> Persona:
    """What the scores of a window say of the persona."""
    averages = {name: (of_name.mean, of_name.count) if (of_name := figures.get(name)) else (None, 0) for name in NAMES}
    return Persona(averages, figures[REWRITES].total if REWRITES in figures else 0)
