"""The one place that knows which HTTP status an error is."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse

from ratchet import errors

# The dashboard sends it with every request; no other site's page can.
DASHBOARD_HEADER = "x-ratchet-dashboard"

STATUS: Mapping[type[errors.RatchetError], int] = {
    errors.Invalid: 400,
    errors.Unauthorized: 401,
    errors.Forbidden: 403,
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.TooLarge: 413,
    errors.Unprocessable: 422,
    errors.Busy: 429,
    errors.Unavailable: 503,
}


def status_of(error: errors.RatchetError) -> int:
    """The HTTP status of an error."""
    return STATUS.get(type(error), 500)


def headers_of(error: errors.RatchetError, request: Request) -> dict[str, str]:
    """The headers that go with an error."""
    match error:
        case errors.Busy(retry_after_s=seconds):
            return {"Retry-After": str(seconds)}
        # A browser would ask for a name and a password; the dashboard has a page for that.
        case errors.Unauthorized() if DASHBOARD_HEADER not in request.headers:
            return {"WWW-Authenticate": 'Basic realm="ratchet"'}
        case _:
            return {}


def error_response(error: errors.RatchetError, request: Request) -> JSONResponse:
    """An error in Ratchet's own shape."""
    body = {"code": error.code, "message": error.message, "details": error.details}
    return JSONResponse(body, status_code=status_of(error), headers=headers_of(error, request))


def unprocessable(problems: Sequence[Mapping[str, Any]]) -> errors.Unprocessable:
    """What FastAPI found wrong with a request, as one error that names the first field."""
    fields = [
        {"field": ".".join(str(part) for part in problem["loc"][1:]), "message": problem["msg"]} for problem in problems
    ]
    first = fields[0]
    return errors.Unprocessable(f"{first['field'] or 'body'}: {first['message']}", details={"fields": fields})
