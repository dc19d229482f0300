"""What a project has said of its scores: which count as quality, and which do not."""

from ratchet.domain.quality import Marks
from ratchet.store.records.client import RecordStore
from ratchet.store.records.judges import read_judge_marks
from ratchet.store.records.score_configs import read_all_score_configs


def read_marks(records: RecordStore, project_id: str) -> Marks:
    """The marks of a project at the moment."""
    return Marks(read_all_score_configs(records, project_id), read_judge_marks(records, project_id))
