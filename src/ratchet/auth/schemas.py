"""The shapes of sign-ins, keys and projects on the wire."""

from datetime import datetime
from typing import Self

from pydantic import BaseModel, Field

from ratchet.auth.keys import NewKey
from ratchet.auth.sign_in import Presence
from ratchet.domain.project import Key, Project


class ProjectOut(BaseModel):
    """A project."""

    id: str
    name: str
    created_at: datetime

    @classmethod
    def of(cls, project: Project) -> Self:
        return cls(id=project.id, name=project.name, created_at=project.created_at)


class ProjectIn(BaseModel, extra="forbid"):
    """A project to make."""

    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$")
    name: str = Field(min_length=1, max_length=200)


class ProjectChoice(BaseModel, extra="forbid"):
    """The project to look at."""

    project_id: str = Field(max_length=200)


class PresenceOut(BaseModel):
    """Who is signed in."""

    project: ProjectOut
    projects: list[ProjectOut]
    operator: bool = Field(description="Whether it was with a link, and not with a key, which opens one project alone")

    @classmethod
    def of(cls, presence: Presence) -> Self:
        return cls(
            project=ProjectOut.of(presence.project),
            projects=[ProjectOut.of(project) for project in presence.projects],
            operator=presence.is_operator,
        )


class KeyIn(BaseModel, extra="forbid"):
    """A key to make."""

    note: str = Field("", max_length=200, description="What it is for")


class KeyOut(BaseModel):
    """A key without its secret, which is not kept."""

    public_key: str
    note: str
    created_at: datetime
    revoked_at: datetime | None

    @classmethod
    def of(cls, key: Key) -> Self:
        return cls(public_key=key.public_key, note=key.note, created_at=key.created_at, revoked_at=key.revoked_at)


class NewKeyOut(BaseModel):
    """A key at the only moment when its secret is known."""

    public_key: str
    secret_key: str

    @classmethod
    def of(cls, key: NewKey) -> Self:
        return cls(public_key=key.public_key, secret_key=key.secret_key)
