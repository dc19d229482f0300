"""The key that a server has from its first start on: one of its own making, or the operator's.

What the environment says about its key is done at every start:

- an unknown public key is added; keys that were there before stay;
- a changed secret replaces the stored one, which stops working;
- a key that was revoked stays revoked, whatever the environment says;
- a public key that belongs to another project is refused.
"""

import logging

from ratchet.auth.keys import NewKey, create_key, ensure_project, hash_secret, store_key
from ratchet.domain.project import Key
from ratchet.errors import Conflict, Invalid
from ratchet.settings import Settings
from ratchet.store.records import RecordStore
from ratchet.store.records.keys import By, change_secret, read_key, read_keys

log = logging.getLogger(__name__)


def ensure_first_key(store: RecordStore, settings: Settings) -> NewKey | None:
    """See to it that the default project and a key for it exist.

    Gives the key only when this call has made it: its secret is known this once. Raises `Invalid` for half a pair of
    keys in the settings, `Conflict` for a pair that contradicts what is stored.
    """
    given = read_given_key(settings)
    with store.lock("first key"):
        ensure_project(store, settings.project_id, settings.project_name)
        if given is not None:
            _keep_given_key(store, given)
            return None
        if read_keys(store):
            return None
        return create_key(store, settings.project_id, note="first start")


def read_given_key(settings: Settings) -> NewKey | None:
    """The pair of keys that the settings give; raises `Invalid` for half a pair, or one that cannot be sent."""
    public_key = settings.public_key
    secret_key = settings.secret_key.get_secret_value() if settings.secret_key else None
    if public_key is None and secret_key is None:
        return None
    if public_key is None or secret_key is None:
        there, missing = ("SECRET", "PUBLIC") if public_key is None else ("PUBLIC", "SECRET")
        raise Invalid(f"RATCHET_{there}_KEY is set and RATCHET_{missing}_KEY is not. Set both, or neither.")
    _check_sendable(public_key, secret_key)
    return NewKey(public_key, secret_key, settings.project_id)


def _check_sendable(public_key: str, secret_key: str) -> None:
    if ":" in public_key or not (public_key.isascii() and public_key.isprintable()):
        raise Invalid("RATCHET_PUBLIC_KEY holds a colon or other characters that no client can send. Take others.")
    if not (secret_key.isascii() and secret_key.isprintable()):
        raise Invalid("RATCHET_SECRET_KEY holds characters that no client can send. Take letters and digits.")


def _keep_given_key(store: RecordStore, given: NewKey) -> None:
    stored = read_key(store, By.PUBLIC_KEY, given.public_key)
    _check_secret_is_free(store, given)
    if stored is None:
        store_key(store, given, note="environment")
    else:
        _update_stored_key(store, stored, given)


def _update_stored_key(store: RecordStore, stored: Key, given: NewKey) -> None:
    if stored.project_id != given.project_id:
        raise Conflict(
            f"RATCHET_PUBLIC_KEY is a key of project {stored.project_id!r}, not of {given.project_id!r}. "
            "A key opens one project: set another pair, or RATCHET_PROJECT_ID."
        )
    if stored.revoked_at is not None:
        log.warning(
            "Key %s of RATCHET_PUBLIC_KEY was revoked and stays so. Set another pair of keys.", given.public_key
        )
    if stored.secret_sha256 != hash_secret(given.secret_key):
        change_secret(store, given.public_key, hash_secret(given.secret_key))
        log.warning("The secret of key %s is now the one in RATCHET_SECRET_KEY.", given.public_key)


def _check_secret_is_free(store: RecordStore, given: NewKey) -> None:
    owner = read_key(store, By.SECRET, hash_secret(given.secret_key))
    if owner is not None and owner.public_key != given.public_key:
        raise Conflict(
            f"RATCHET_SECRET_KEY belongs to key {owner.public_key} already, and RATCHET_PUBLIC_KEY names another. "
            "Set a secret of its own."
        )
