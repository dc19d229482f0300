"""Where the record store is: URLs as people write them, and as they may be shown."""

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from ratchet.errors import Invalid

_POSTGRES = "postgresql+psycopg"
_SCHEMES = {"sqlite": "sqlite", "postgresql": _POSTGRES, "postgres": _POSTGRES, _POSTGRES: _POSTGRES}
_SECRET_PARAMETERS = ["password", "sslpassword"]
_EXPECTED = "Use sqlite:////directory/records.db or postgresql://user:password@host:5432/database"


def parse_location(url: str) -> URL:
    """A URL with the driver that Ratchet uses; raises `Invalid`, never repeating a password."""
    location = _parse(url)
    if location.drivername not in _SCHEMES:
        raise Invalid(f"RATCHET_RECORDS_URL starts with {location.drivername!r}. {_EXPECTED}.")
    if location.drivername == "sqlite" and location.database in (None, "", ":memory:"):
        raise Invalid(
            "RATCHET_RECORDS_URL names no file: records have to outlive the process. Use sqlite:////directory/records.db."
        )
    return location.set(drivername=_SCHEMES[location.drivername])


def _parse(url: str) -> URL:
    problem = Invalid(f"RATCHET_RECORDS_URL is no URL. {_EXPECTED}; percent-encode special characters of the password.")
    try:
        location = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise problem from error
    if "@" in (location.host or ""):  # the end of a password
        raise problem
    return location


def show(location: URL) -> str:
    """The URL without what is secret in it, for messages."""
    return location.difference_update_query(_SECRET_PARAMETERS).render_as_string(hide_password=True)
