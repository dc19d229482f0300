"""What tells a browser's request from one that another site made it send."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from ratchet.errors import Forbidden
from ratchet.http.errors import DASHBOARD_HEADER

COOKIE = "ratchet_session"
_READS = {"GET", "HEAD", "OPTIONS"}


def check_origin(method: str, headers: Mapping[str, str]) -> None:
    """Refuse a request that a cookie came with, and that the dashboard did not make; raises `Forbidden`.

    Another site's page can neither set the dashboard's header nor hide its origin. Reads are safe without: they change
    nothing, and the other page is not shown the answer.
    """
    if method in _READS:
        return
    origin = headers.get("origin")
    if DASHBOARD_HEADER not in headers or (origin is not None and urlsplit(origin).netloc != headers.get("host")):
        raise Forbidden(
            "This request changes something, has a cookie, and does not come from the dashboard. "
            "A program sends a key in the Authorization header instead."
        )
