"""A silence: telling nobody of an alert, for a while."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """Telling nobody, for a while, of a rule, of one group of it, or of anything."""

    project_id: str
    id: str
    starts_at: datetime
    ends_at: datetime
    rule_id: str = ""
    labels: Mapping[str, str] = field(default_factory=dict[str, str])
    comment: str = ""
    created_by: str = ""

    def covers(self, rule_id: str, labels: Mapping[str, str], now: datetime) -> bool:
        """Whether it holds for a group of a rule now."""
        is_meant = self.rule_id in ("", rule_id) and self.labels.items() <= labels.items()
        return is_meant and self.starts_at <= now < self.ends_at
