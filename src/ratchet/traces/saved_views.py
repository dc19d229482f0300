"""Keeping views of lists."""

from datetime import UTC, datetime
from uuid import uuid4

from ratchet.domain.saved_view import SavedView
from ratchet.errors import Conflict
from ratchet.store.records import RecordStore
from ratchet.store.records.saved_views import read_saved_views, replace_saved_view

VIEWS_MAX = 200


def save_view(records: RecordStore, project_id: str, *, page: str, name: str, search: str) -> SavedView:
    """Keep a view in place of one of the same name; raises `Conflict` when the page has too many."""
    others = [view for view in read_saved_views(records, project_id, page) if view.name != name]
    if len(others) >= VIEWS_MAX:
        raise Conflict(f"There are {VIEWS_MAX} views of {page} already. Delete one first.")
    view = SavedView(
        project_id=project_id, id=str(uuid4()), page=page, name=name, search=search, created_at=datetime.now(UTC)
    )
    replace_saved_view(records, view)
    return view
