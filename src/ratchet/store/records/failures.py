"""What drivers and SQLAlchemy raise, as errors of ours."""

from collections.abc import Generator
from contextlib import contextmanager

from sqlalchemy import exc

from ratchet.errors import Busy, Conflict, Invalid, Unavailable


@contextmanager
def translated(url: str) -> Generator[None]:
    """Errors in the block as errors of ours; `url` is shown, so it carries no password."""
    try:
        yield
    except exc.IntegrityError as error:
        raise Conflict(f"This contradicts what is stored: {_first_line(error)}") from error
    except exc.DataError as error:
        raise Invalid(f"The record store cannot hold one of these values: {_first_line(error)}.") from error
    except exc.TimeoutError as error:
        raise Busy("Every connection to the record store is in use. Try again in a moment.") from error
    except exc.DBAPIError as error:
        raise Unavailable(
            f"The record store at {url} failed: {_first_line(error)}. "
            "Check RATCHET_RECORDS_URL; `ratchet doctor` says more."
        ) from error
    except exc.SQLAlchemyError as error:
        raise Unavailable(f"The record store at {url} cannot be used: {error}") from error


def _first_line(error: exc.DBAPIError) -> str:
    # The lines that follow, and SQLAlchemy's own text, repeat values: they may be secret.
    lines = str(error.orig).strip().splitlines()
    return lines[0].rstrip(".") if lines else type(error.orig).__name__
