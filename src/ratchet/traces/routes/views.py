"""/admin/views: filters of lists that people keep under a name."""

from fastapi import APIRouter

from ratchet.auth.guard import Caller
from ratchet.errors import NotFound
from ratchet.http.state import Records
from ratchet.store.records.saved_views import delete_saved_view, read_saved_views
from ratchet.traces.saved_views import save_view
from ratchet.traces.view_schemas import PageName, ViewIn, ViewOut

router = APIRouter(prefix="/admin/views", tags=["views"])


@router.get("")
def list_views(caller: Caller, records: Records, page: PageName | None = None) -> list[ViewOut]:
    """The views of the project, or of one of its pages, by name."""
    return [ViewOut.of(view) for view in read_saved_views(records, caller.project_id, page)]


@router.post("", status_code=201)
def save(body: ViewIn, caller: Caller, records: Records) -> ViewOut:
    """Keep a view; one of the same name on the same page is replaced."""
    return ViewOut.of(save_view(records, caller.project_id, page=body.page, name=body.name, search=body.search))


@router.delete("/{view_id}", status_code=204)
def delete(view_id: str, caller: Caller, records: Records) -> None:
    """Forget a view."""
    if not delete_saved_view(records, caller.project_id, view_id):
        raise NotFound(f"This project has no view {view_id!r}.")
