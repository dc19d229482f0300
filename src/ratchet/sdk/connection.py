"""Where a server is, and the key to it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

DEFAULT_URL = "http://127.0.0.1:4318"
TIMEOUT_S = 30.0


@dataclass(frozen=True, slots=True)
class Connection:
    """An address and a pair of keys; without keys a server answers little more than that it is there."""

    url: str = DEFAULT_URL
    public_key: str = ""
    secret_key: str = field(default="", repr=False)
    timeout_s: float = TIMEOUT_S

    @property
    def auth(self) -> tuple[str, str] | None:
        return (self.public_key, self.secret_key) if self.public_key or self.secret_key else None


def read_connection(environment: Mapping[str, str] | None = None) -> Connection:
    """The connection that `RATCHET_URL`, `RATCHET_PUBLIC_KEY` and `RATCHET_SECRET_KEY` describe.

    Where ours are not set, the keys are those of an application that uses a Langfuse SDK already. A pair is taken
    from one of both, never half from each.
    """
    given = os.environ if environment is None else environment
    public_key, secret_key = next(
        (pair for prefix in ("RATCHET", "LANGFUSE") if any(pair := _pair(given, prefix))), ("", "")
    )
    return Connection(given.get("RATCHET_URL", "").rstrip("/") or DEFAULT_URL, public_key, secret_key)


def _pair(given: Mapping[str, str], prefix: str) -> tuple[str, str]:
    return given.get(f"{prefix}_PUBLIC_KEY", ""), given.get(f"{prefix}_SECRET_KEY", "")
