"""/admin/projects: the projects of a server, for a person who signed in with its operator's link."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends

from ratchet.auth.guard import Caller, Identity
from ratchet.auth.schemas import ProjectIn, ProjectOut
from ratchet.domain.project import Project
from ratchet.errors import Forbidden
from ratchet.http.state import Records
from ratchet.store.records.projects import read_projects, write_project

router = APIRouter(prefix="/admin/projects", tags=["projects"])


def only_operators(caller: Caller) -> Identity:
    """Whoever is bound to no key; raises `Forbidden` for others."""
    if caller.public_key:
        raise Forbidden(
            "A key opens its own project alone. Sign in with a link of `ratchet keys link` to see them all."
        )
    return caller


Operator = Annotated[Identity, Depends(only_operators)]


@router.get("")
def list_projects(_operator: Operator, records: Records) -> list[ProjectOut]:
    """All projects, oldest first."""
    return [ProjectOut.of(project) for project in read_projects(records)]


@router.post("", status_code=201)
def make_project(body: ProjectIn, _operator: Operator, records: Records) -> ProjectOut:
    """Make a project; 409 when its id is taken."""
    project = Project(body.id, body.name, datetime.now(UTC))
    write_project(records, project)
    return ProjectOut.of(project)
