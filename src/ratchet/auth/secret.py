"""The server's own secret, with which it signs what it hands out: the operator's, or one of its own making."""

import secrets

from ratchet.settings import Settings
from ratchet.store.records import RecordStore
from ratchet.store.records.secrets import read_secret, write_secret

_NAME = "server"
_SIZE_BYTES = 32


def ensure_secret(store: RecordStore, settings: Settings) -> str:
    """The secret of the settings, else the one that the first start has made: the same for all replicas.

    It cannot be kept as a hash, because it is worked with. One that the settings give is not stored at all.
    """
    if settings.secret is not None:
        return settings.secret.get_secret_value()
    with store.lock("server secret"):
        stored = read_secret(store, _NAME)
        if stored is not None:
            return stored
        made = secrets.token_urlsafe(_SIZE_BYTES)
        write_secret(store, _NAME, made)
        return made
