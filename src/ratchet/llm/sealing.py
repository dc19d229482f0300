"""Sealing: a text that only the server's secret opens, as keys to models are kept."""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ratchet.errors import Unavailable

# Keeps this use of the secret apart from its others.
_PURPOSE = b"ratchet: keys to language models"


def seal(secret: str, text: str) -> str:
    """The text, encrypted and signed; another seal of the same text looks different."""
    return _fernet(secret).encrypt(text.encode()).decode()


def unseal(secret: str, sealed: str) -> str:
    """The text within; raises `Unavailable` when it was sealed with another secret."""
    try:
        return _fernet(secret).decrypt(sealed).decode()
    except InvalidToken as error:
        raise Unavailable(
            "The key of this connection was stored under another RATCHET_SECRET. Set that again, or store the key anew."
        ) from error


def _fernet(secret: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret.encode())
    return Fernet(urlsafe_b64encode(derived))
