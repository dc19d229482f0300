"""Bodies of requests that hold one JSON object, read within the limit and checked by its model."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ValidationError

from ratchet.errors import Invalid
from ratchet.http.body import read_body
from ratchet.http.fields import to_invalid
from ratchet.http.state import ServerSettings
from ratchet.langfuse.body import parse_json

Model = TypeVar("Model", bound=BaseModel)
Parsed = TypeVar("Parsed")


def body_of(model: type[Model]) -> Callable[[Request, ServerSettings], Awaitable[Model]]:
    """A dependency that gives the body as this model; raises `Invalid` naming the field that is wrong."""
    return body_by(model.model_validate)


def body_by(parse: Callable[[Any], Parsed]) -> Callable[[Request, ServerSettings], Awaitable[Parsed]]:
    """A dependency that gives what `parse` makes of the body, as `body_of` does with a model."""

    async def read(request: Request, settings: ServerSettings) -> Parsed:
        payload = await run_in_threadpool(parse_json, await read_body(request, settings.body_size_bytes_max))
        try:
            return parse(payload)
        except ValidationError as error:
            raise to_invalid(error) from error
        except RecursionError as error:
            raise Invalid("body: values are nested too deeply to be read") from error

    return read
