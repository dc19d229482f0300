"""Errors as responses, in one shape; what the trace needs to know of them is said where they arise."""

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

import ratchet
from twin.errors import TwinError
from twin.schemas import ErrorOut


def answer_failures(app: FastAPI) -> None:
    """Have an application answer with `ErrorOut`."""
    app.add_exception_handler(TwinError, _answer)
    app.add_exception_handler(RequestValidationError, _answer_invalid)


def to_error(error: TwinError) -> ErrorOut:
    """What is said of an error."""
    return ErrorOut(code=error.code, message=str(error), trace_id=ratchet.current_trace_id() or "")


async def _answer(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, TwinError)  # noqa: S101 it is registered for nothing else
    return JSONResponse(to_error(error).model_dump(), error.status)


async def _answer_invalid(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 as above
    details = [f"{'.'.join(str(part) for part in one['loc'])}: {one['msg']}" for one in error.errors()]
    body = ErrorOut(code="invalid", message="The request cannot be read.", details=details)
    return JSONResponse(body.model_dump(), 422)
