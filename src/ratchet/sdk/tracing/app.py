"""Any web application, traced by one line."""

import inspect
from typing import Any, TypeVar, cast

from ratchet.sdk.tracing.asgi import TracedASGI
from ratchet.sdk.tracing.wsgi import TracedWSGI

A = TypeVar("A")


def trace_app(app: A, **choices: Any) -> A:
    """Make every request of a web application a trace.

    Args:
        app: a FastAPI, Starlette or Flask application, or anything that speaks ASGI or WSGI: Django's
            `get_wsgi_application()`.
        choices: as `TracedASGI` takes them: `skip`, `trust_traceparent`, and words that are said of every trace.

    Returns:
        What is to be served: FastAPI, Starlette and Flask applications themselves, from now on traced; anything else
        within what traces it.

    Example:
        >>> from flask import Flask
        >>> app = trace_app(Flask("shop"), skip=["/healthz"], release="2.4.0")

    """
    whole = cast(Any, app)
    if hasattr(whole, "build_middleware_stack"):  # Starlette: outside of what answers when something was raised
        build = whole.build_middleware_stack
        whole.build_middleware_stack = lambda: TracedASGI(build(), **choices)
        return app
    if hasattr(whole, "wsgi_app"):  # Flask
        whole.wsgi_app = TracedWSGI(whole.wsgi_app, **choices)
        return app
    return cast(A, TracedASGI(whole, **choices) if _is_asgi(whole) else TracedWSGI(whole, **choices))


def _is_asgi(app: Any) -> bool:
    call = app if inspect.isroutine(app) else type(app).__call__
    return inspect.iscoroutinefunction(call)
