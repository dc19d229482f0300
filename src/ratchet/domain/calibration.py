"""A calibration: what people's scores said of a judge's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """One comparison of a judge, in one version, with people; `figures` are what came of it, and are never changed."""

    project_id: str
    id: str
    judge: str
    judge_version: int
    epoch: str
    human_score: str
    created_at: datetime
    figures: Mapping[str, Any]
