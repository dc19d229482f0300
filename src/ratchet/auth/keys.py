"""Making keys: what is handed out once, and the hash that is kept."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from ratchet.domain.project import Key, Project
from ratchet.errors import NotFound
from ratchet.store.records import RecordStore
from ratchet.store.records.keys import write_key
from ratchet.store.records.projects import read_project, write_project

_SECRET_BYTES = 32
_PUBLIC_BYTES = 12


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key at the only moment when its secret is known."""

    public_key: str
    secret_key: str
    project_id: str


def hash_secret(secret_key: str) -> str:
    """What is kept of a secret. It is long and random, so that a fast hash without salt is enough."""
    return hashlib.sha256(secret_key.encode()).hexdigest()


def create_key(store: RecordStore, project_id: str, *, note: str = "") -> NewKey:
    """Make a key for a project and store it; raises `NotFound` when there is no such project."""
    if read_project(store, project_id) is None:
        raise NotFound(f"There is no project {project_id!r}. `ratchet keys create --project` makes one with its key.")
    key = NewKey(
        public_key=f"pk-rt-{secrets.token_hex(_PUBLIC_BYTES)}",
        secret_key=f"sk-rt-{secrets.token_urlsafe(_SECRET_BYTES)}",
        project_id=project_id,
    )
    store_key(store, key, note=note)
    return key


def store_key(store: RecordStore, key: NewKey, *, note: str) -> None:
    """Keep a key, its secret as a hash."""
    now = datetime.now(UTC)
    write_key(store, Key(key.public_key, hash_secret(key.secret_key), key.project_id, note, now))


def ensure_project(store: RecordStore, project_id: str, name: str) -> bool:
    """Make a project unless it is there, and say whether it was made; one that is there keeps its name."""
    if read_project(store, project_id) is not None:
        return False
    write_project(store, Project(project_id, name, datetime.now(UTC)))
    return True
