"""/admin/keys: the keys of the caller's project."""

from datetime import UTC, datetime

from fastapi import APIRouter

from ratchet.auth.guard import Caller
from ratchet.auth.keys import create_key
from ratchet.auth.schemas import KeyIn, KeyOut, NewKeyOut
from ratchet.errors import NotFound
from ratchet.http.state import Records
from ratchet.store.records.keys import read_keys, revoke_key

router = APIRouter(prefix="/admin/keys", tags=["keys"])


@router.get("")
def list_keys(caller: Caller, records: Records) -> list[KeyOut]:
    """All keys of the project, oldest first, revoked ones among them."""
    return [KeyOut.of(key) for key in read_keys(records) if key.project_id == caller.project_id]


@router.post("", status_code=201)
def make_key(body: KeyIn, caller: Caller, records: Records) -> NewKeyOut:
    """Make a key; its secret is in this answer and nowhere else."""
    return NewKeyOut.of(create_key(records, caller.project_id, note=body.note))


@router.delete("/{public_key}", status_code=204)
def revoke(public_key: str, caller: Caller, records: Records) -> None:
    """Take a key out of use; browsers that signed in with it are signed out."""
    if not any(key.public_key == public_key for key in read_keys(records) if key.project_id == caller.project_id):
        raise NotFound(f"This project has no key {public_key!r}.")
    revoke_key(records, public_key, datetime.now(UTC))
