"""A project, and the keys that speak for it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Access(StrEnum):
    """What a key opens."""

    FULL = "full"
    SCORES = "scores"


@dataclass(frozen=True, slots=True)
class Project:
    """What keeps one application's data apart from another's."""

    id: str
    name: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Key:
    """A key as it is stored: its secret half only as a SHA-256."""

    public_key: str
    secret_sha256: str
    project_id: str
    note: str
    created_at: datetime
    revoked_at: datetime | None = None
