"""Errors as responses, in one shape; what the trace needs to know of them is said where they arise."""

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

import ratchet
from ratchet.errors import RatchetError
from twin.errors import TooLarge, TwinError
from twin.schemas import ErrorOut


def answer_failures(app: FastAPI) -> None:
    """Have an application answer with `ErrorOut`."""
    app.add_exception_handler(TwinError, _answer)
    app.add_exception_handler(RequestValidationError, _answer_invalid)
    app.add_exception_handler(RatchetError, _answer_without_ratchet)
    app.add_exception_handler(HTTPException, _answer_http)


def to_error(error: TwinError) -> ErrorOut:
    """What is said of an error."""
    return ErrorOut(code=error.code, message=str(error), trace_id=ratchet.current_trace_id() or "")


async def _answer(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, TwinError)  # noqa: S101 it is registered for nothing else
    return JSONResponse(to_error(error).model_dump(), error.status)


async def _answer_without_ratchet(_request: Request, error: Exception) -> JSONResponse:
    body = ErrorOut(code="ratchet_unavailable", message=f"Ratchet could not be told: {error}")
    return JSONResponse(body.model_dump(), 503)


async def _answer_http(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 as above
    code = TooLarge.code if error.status_code == TooLarge.status else "http"
    return JSONResponse(ErrorOut(code=code, message=str(error.detail)).model_dump(), error.status_code, error.headers)


async def _answer_invalid(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 as above
    details = [f"{'.'.join(str(part) for part in one['loc'])}: {one['msg']}" for one in error.errors()]
    body = ErrorOut(code="invalid", message="The request cannot be read.", details=details)
    return JSONResponse(body.model_dump(), 422)
