"""GET /api/public/projects: whose key this is, by which SDKs check theirs."""

from typing import Any

from fastapi import APIRouter

from ratchet.auth.guard import Caller
from ratchet.errors import NotFound
from ratchet.http.shapes import LangfuseRoute
from ratchet.http.state import Records
from ratchet.store.records.projects import read_project

router = APIRouter(prefix="/api/public", route_class=LangfuseRoute, tags=["langfuse"])

# Projects belong to no organization here, and clients insist on one.
_ORGANIZATION = {"id": "ratchet", "name": "Ratchet"}


@router.get("/projects")
def read_own_project(caller: Caller, records: Records) -> dict[str, Any]:
    """The project of the key, as a list of one."""
    project = read_project(records, caller.project_id)
    if project is None:
        raise NotFound(f"Project {caller.project_id} does not exist any more")
    return {"data": [{"id": project.id, "name": project.name, "organization": _ORGANIZATION, "metadata": {}}]}
