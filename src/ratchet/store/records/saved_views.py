"""Saved views in the record store."""

from dataclasses import asdict

from sqlalchemy import delete, insert, select

from ratchet.domain.saved_view import SavedView
from ratchet.store.records.client import RecordStore
from ratchet.store.records.tables import saved_views


def replace_saved_view(store: RecordStore, view: SavedView) -> None:
    """Store a view, and forget the one of the same name on the same page."""
    same = (
        saved_views.c.project_id == view.project_id,
        saved_views.c.page == view.page,
        saved_views.c.name == view.name,
    )
    with store.write() as connection:
        connection.execute(delete(saved_views).where(*same))
        connection.execute(insert(saved_views).values(asdict(view)))


def read_saved_views(store: RecordStore, project_id: str, page: str | None = None) -> list[SavedView]:
    """The views of a project, or of one of its pages, by name."""
    found = select(saved_views).where(saved_views.c.project_id == project_id).order_by(saved_views.c.name)
    if page is not None:
        found = found.where(saved_views.c.page == page)
    with store.read() as connection:
        return [SavedView(**row) for row in connection.execute(found).mappings()]


def delete_saved_view(store: RecordStore, project_id: str, view_id: str) -> bool:
    """Forget a view; says whether there was one."""
    one = (saved_views.c.project_id == project_id, saved_views.c.id == view_id)
    with store.write() as connection:
        return connection.execute(delete(saved_views).where(*one)).rowcount > 0
