"""Who asks: what credentials and the key that is stored for them come to."""

import hmac
from dataclasses import dataclass

from ratchet.auth.credentials import Credentials, Pair, Token
from ratchet.auth.keys import hash_secret
from ratchet.domain.project import Access, Key
from ratchet.errors import Unauthorized

_NEXT = "`ratchet keys list` shows the keys, `ratchet keys create` makes one"


@dataclass(frozen=True, slots=True)
class Identity:
    """A key that has asked, the project that it opens, and how far; without a name when none was needed."""

    project_id: str
    public_key: str
    access: Access


def identify(credentials: Credentials, key: Key | None) -> Identity:
    """Whose these credentials are, given the key that was found by them; raises `Unauthorized`."""
    if key is None:
        raise Unauthorized(_unknown(credentials))
    access = _access(credentials, key)
    if key.revoked_at is not None:
        raise Unauthorized(
            f"Key {key.public_key} was revoked at {key.revoked_at:%Y-%m-%d %H:%M:%S} UTC. "
            "Use another; `ratchet keys create` makes one."
        )
    return Identity(key.project_id, key.public_key, access)


def _access(credentials: Credentials, key: Key) -> Access:
    match credentials:
        case Pair(secret_key=secret) if _is_secret_of(secret, key):
            return Access.FULL
        case Pair():
            raise Unauthorized(
                f"The secret does not belong to key {key.public_key}. Send the one that was shown when the key "
                "was made; if it is lost, `ratchet keys create` makes another key."
            )
        case Token(value=token):
            return Access.FULL if _is_secret_of(token, key) else Access.SCORES


def _is_secret_of(secret: str, key: Key) -> bool:
    return hmac.compare_digest(hash_secret(secret), key.secret_sha256)


def _unknown(credentials: Credentials) -> str:
    # What was sent stays out of the message: it may be a secret in the wrong place.
    match credentials:
        case Pair(public_key=public_key) if public_key.startswith("sk-"):
            return "The keys are swapped: the public one (pk-…) comes first, the secret one (sk-…) second."
        case Pair():
            return f"This server has no such public key: {_NEXT}."
        case Token():
            return f"This server has no key with this secret: {_NEXT}."
