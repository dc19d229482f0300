"""What a project has said of its scores: which count as quality, and which do not."""

from collections.abc import Iterable, Mapping

from ratchet.domain.score_config import ScoreConfig
from ratchet.store.events.metrics import ScoreFigures
from ratchet.store.records import RecordStore
from ratchet.store.records.judges import read_judge_marks
from ratchet.store.records.score_configs import read_all_score_configs


class Marks:
    """The marks of score configs, by the configs' ids and names, and of judges, by the names of their scores."""

    def __init__(self, configs: Iterable[ScoreConfig] = (), judges: Mapping[str, bool] | None = None) -> None:
        self._by_id: dict[str, bool | None] = {}
        self._by_name: dict[str, set[bool | None]] = {}
        for config in configs:
            self._by_id[config.id] = config.quality_mark
            self._by_name.setdefault(config.name, set()).add(config.quality_mark)
        for name, is_quality in (judges or {}).items():
            self._by_name.setdefault(name, set()).add(is_quality)

    def of(self, figures: ScoreFigures) -> bool | None:
        """The mark of the configs that scores name, or of configs and judges they are named like; None for no mark.

        Where they disagree, one that is marked as quality is enough.
        """
        marks = {self._by_id.get(config_id) for config_id in figures.config_ids}
        marks |= self._by_name.get(figures.name, set())
        return max((mark for mark in marks if mark is not None), default=None)


def read_marks(records: RecordStore, project_id: str) -> Marks:
    """The marks of a project at the moment."""
    return Marks(read_all_score_configs(records, project_id), read_judge_marks(records, project_id))
