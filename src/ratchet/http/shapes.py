"""The shapes in which errors leave: Ratchet's own, Langfuse's and OTLP's.

A router says its shape once, by its route class; a path that no route takes gets the shape of its family.
"""

from collections.abc import Callable, Coroutine, Mapping
from typing import Any, ClassVar

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from google.rpc.status_pb2 import Status

from ratchet import errors
from ratchet.http.errors import error_response, headers_of, status_of, unprocessable

PROTOBUF = "application/x-protobuf"

_LANGFUSE_NAMES: Mapping[type[errors.RatchetError], str] = {
    errors.Invalid: "InvalidRequestError",
    errors.Unprocessable: "InvalidRequestError",
    errors.Unauthorized: "UnauthorizedError",
    errors.Forbidden: "ForbiddenError",
    errors.NotFound: "LangfuseNotFoundError",
    errors.Conflict: "LangfuseConflictError",
    errors.TooLarge: "PayloadTooLargeError",
    errors.Busy: "TooManyRequestsError",
    errors.Unavailable: "ServiceUnavailableError",
}

# https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto
_RPC_CODES: Mapping[type[errors.RatchetError], int] = {
    errors.Invalid: 3,
    errors.Unprocessable: 3,
    errors.TooLarge: 11,
    errors.Unauthorized: 16,
    errors.Forbidden: 7,
    errors.NotFound: 5,
    errors.Conflict: 6,
    errors.Busy: 8,
    errors.Unavailable: 14,
}
_RPC_INTERNAL = 13


def langfuse_error(request: Request, error: errors.RatchetError) -> Response:
    """`{"message", "error"}`; what is wrong with values is a 400, as Langfuse has it, with the fields in `error`."""
    fields = error.details.get("fields")
    if fields:
        return JSONResponse({"message": "Invalid request data", "error": fields}, status_code=400)
    status = 400 if isinstance(error, errors.Unprocessable) else status_of(error)
    name = _LANGFUSE_NAMES.get(type(error), "InternalServerError")
    body = {"message": error.message, "error": name}
    return JSONResponse(body, status_code=status, headers=headers_of(error, request))


def otlp_error(request: Request, error: errors.RatchetError) -> Response:
    """A `google.rpc.Status`, in protobuf or JSON as the request was."""
    status = Status(code=_RPC_CODES.get(type(error), _RPC_INTERNAL), message=error.message)
    number, headers = status_of(error), headers_of(error, request)
    if request.headers.get("content-type", "").startswith(PROTOBUF):
        return Response(status.SerializeToString(), status_code=number, headers=headers, media_type=PROTOBUF)
    return JSONResponse({"code": status.code, "message": status.message}, status_code=number, headers=headers)


def ratchet_error(request: Request, error: errors.RatchetError) -> Response:
    """`{"code", "message", "details"}`."""
    return error_response(error, request)


Shape = Callable[[Request, errors.RatchetError], Response]

_FAMILIES: tuple[tuple[str, Shape], ...] = (
    ("/api/public/otel/", otlp_error),
    ("/v1/", otlp_error),
    ("/api/public/", langfuse_error),
    ("/", ratchet_error),
)


def shape_of(path: str) -> Shape:
    """The shape of the family of routes that a path belongs to."""
    return next(shape for prefix, shape in _FAMILIES if path.startswith(prefix))


class ShapedRoute(APIRoute):
    """A route whose errors leave in one shape."""

    shape: ClassVar[Shape] = staticmethod(ratchet_error)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        shape = type(self).shape

        async def shaped(request: Request) -> Response:
            try:
                return await handle(request)
            except errors.RatchetError as error:
                return shape(request, error)
            except RequestValidationError as error:
                return shape(request, unprocessable(error.errors()))

        return shaped


class LangfuseRoute(ShapedRoute):
    """A route of Langfuse's API."""

    shape = staticmethod(langfuse_error)


class OtlpRoute(ShapedRoute):
    """A route of OTLP over HTTP."""

    shape = staticmethod(otlp_error)
