"""The shape of errors that the routes of evaluators and evaluation rules have, unlike Langfuse's others."""

from collections.abc import Mapping

import orjson
from fastapi import Request
from fastapi.responses import JSONResponse

from ratchet import errors
from ratchet.http.errors import headers_of
from ratchet.http.shapes import ShapedRoute, langfuse_error

_CODES: Mapping[type[errors.RatchetError], str] = {
    errors.Invalid: "invalid_request",
    errors.Unprocessable: "invalid_request",
    errors.TooLarge: "invalid_body",
    errors.Unauthorized: "authentication_failed",
    errors.Forbidden: "access_denied",
    errors.NotFound: "resource_not_found",
    errors.Conflict: "conflict",
    errors.Busy: "rate_limited",
}


def evaluation_error(request: Request, error: errors.RatchetError) -> JSONResponse:
    """What Langfuse's other routes say of an error, with `{"code", "message", "details"}` as these have it."""
    usual = langfuse_error(request, error)
    fields = error.details.get("fields") or []
    told = {
        "code": _CODES.get(type(error), "internal_error"),
        "message": error.message,
        "details": {"field": fields[0]["field"]} if fields else None,
    }
    content = orjson.loads(usual.body) | told
    return JSONResponse(content, status_code=usual.status_code, headers=headers_of(error, request))


class EvaluationRoute(ShapedRoute):
    """A route of evaluators or of evaluation rules."""

    shape = staticmethod(evaluation_error)
