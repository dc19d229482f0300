"""Signing a browser in: by a link that works once, or by a secret key."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from ratchet.auth.credentials import Token
from ratchet.auth.identity import Identity, identify
from ratchet.auth.keys import hash_secret
from ratchet.domain.project import Access, Project
from ratchet.domain.sign_in import SignIn
from ratchet.errors import Forbidden, NotFound, Unauthorized
from ratchet.settings import Settings
from ratchet.store.records import RecordStore
from ratchet.store.records.keys import By, read_key
from ratchet.store.records.projects import read_project, read_projects
from ratchet.store.records.sign_ins import (
    change_sign_in_project,
    delete_sign_in,
    read_sign_in,
    use_link,
    write_link,
    write_sign_in,
)

LINK_AGE_MAX = timedelta(minutes=30)
SIGN_IN_AGE_MAX = timedelta(days=14)
_TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Presence:
    """Who is signed in: the project looked at, all that may be, and whether it is an operator, who can make more."""

    project: Project
    projects: tuple[Project, ...]
    is_operator: bool


def create_link_token(store: RecordStore) -> str:
    """A token that signs one browser in, once, within half an hour."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    write_link(store, hash_secret(token), datetime.now(UTC) + LINK_AGE_MAX)
    return token


def sign_in_by_link(store: RecordStore, settings: Settings, token: str) -> str:
    """Use a link's token up for a cookie's; raises `Unauthorized` when it was used already or is too old."""
    if not use_link(store, hash_secret(token), datetime.now(UTC)):
        raise Unauthorized(
            "This link was used already, or is older than half an hour. `ratchet keys link` prints another; "
            "a secret key signs in, too."
        )
    return _sign_in(store, public_key="", project_id=settings.project_id)


def sign_in_by_key(store: RecordStore, secret_key: str) -> str:
    """A cookie's token for a secret key; raises `Unauthorized` for one that is unknown or revoked."""
    identity = identify(Token(secret_key), read_key(store, By.SECRET, hash_secret(secret_key)))
    return _sign_in(store, public_key=identity.public_key, project_id=identity.project_id)


def sign_out(store: RecordStore, token: str) -> None:
    """End a browser's sign-in."""
    delete_sign_in(store, hash_secret(token))


def identify_browser(store: RecordStore, token: str) -> Identity:
    """Who the holder of a cookie is; raises `Unauthorized` when the sign-in has ended, or its key was revoked."""
    found = _read(store, token)
    return Identity(found.project_id, found.public_key, Access.FULL)


def read_presence(store: RecordStore, token: str) -> Presence:
    """What a signed-in browser looks at, and may look at; raises `Unauthorized` as `identify_browser` does."""
    found = _read(store, token)
    projects = {project.id: project for project in read_projects(store)}
    open_to = [projects[found.project_id]] if found.public_key else list(projects.values())
    return Presence(projects[found.project_id], tuple(open_to), is_operator=not found.public_key)


def change_project(store: RecordStore, token: str, project_id: str) -> None:
    """Look at another project; raises `Forbidden` where a key signed in, which opens its own alone."""
    found = _read(store, token)
    if found.public_key and project_id != found.project_id:
        raise Forbidden("A key opens its own project alone. Sign in with a key of the other project, or with a link.")
    if read_project(store, project_id) is None:
        raise NotFound(f"There is no project {project_id!r}.")
    change_sign_in_project(store, found.token_sha256, project_id)


def _sign_in(store: RecordStore, *, public_key: str, project_id: str) -> str:
    token, now = secrets.token_urlsafe(_TOKEN_BYTES), datetime.now(UTC)
    write_sign_in(store, SignIn(hash_secret(token), public_key, project_id, now + SIGN_IN_AGE_MAX), now)
    return token


def _read(store: RecordStore, token: str) -> SignIn:
    found = read_sign_in(store, hash_secret(token))
    if found is None or found.expires_at <= datetime.now(UTC):
        raise Unauthorized("You are signed out. Sign in again.")
    if found.public_key:
        key = read_key(store, By.PUBLIC_KEY, found.public_key)
        if key is None or key.revoked_at is not None:
            raise Unauthorized("The key that you signed in with was revoked. Sign in with another.")
    return found
