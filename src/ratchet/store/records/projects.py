"""Projects in the record store."""

from dataclasses import asdict

from sqlalchemy import insert, select

from ratchet.domain.project import Project
from ratchet.store.records.client import RecordStore
from ratchet.store.records.tables import projects


def write_project(store: RecordStore, project: Project) -> None:
    """Store a new project; raises `Conflict` when its id is taken."""
    with store.write() as connection:
        connection.execute(insert(projects).values(asdict(project)))


def read_project(store: RecordStore, project_id: str) -> Project | None:
    """The project with this id, if there is one."""
    with store.read() as connection:
        found = connection.execute(select(projects).where(projects.c.id == project_id))
        row = found.mappings().one_or_none()
    return Project(**row) if row else None


def read_projects(store: RecordStore) -> list[Project]:
    """All projects, oldest first."""
    with store.read() as connection:
        found = connection.execute(select(projects).order_by(projects.c.created_at, projects.c.id))
        return [Project(**row) for row in found.mappings()]
