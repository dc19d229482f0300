"""A person who is signed in with a browser."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SignIn:
    """One browser's sign-in: by a secret key, which opens that key's project, or by a link, which opens every one.

    `token_sha256` is what is kept of the cookie's value; `public_key` is empty for a link; `project_id` is the project
    that is looked at.
    """

    token_sha256: str
    public_key: str
    project_id: str
    expires_at: datetime
