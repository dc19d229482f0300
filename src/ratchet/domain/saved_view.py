"""A saved view: the filters of a list under a name."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedView:
    """One view of a list; `search` is what stands behind `?` in the list's address."""

    project_id: str
    id: str
    page: str
    name: str
    search: str
    created_at: datetime
