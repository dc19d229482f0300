"""What web frameworks know of a request and do not say, and what they say of it that would be said twice.

Nothing of them is imported: a framework that an application uses is loaded already.
"""

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ratchet.sdk.tracing.api import context
from ratchet.sdk.tracing.failure import to_failure
from ratchet.sdk.tracing.faults import harmless
from ratchet.sdk.tracing.root import current_root

if TYPE_CHECKING:
    from opentelemetry.context import Context

# Scopes of what traces a request as well: FastAPI by itself, OpenTelemetry's packages for the others.
_SCOPES = frozenset(
    {
        "fastapi",
        "starlette",
        *(
            f"opentelemetry.instrumentation.{name}"
            for name in ("asgi", "django", "fastapi", "flask", "starlette", "wsgi")
        ),
    }
)
_FASTAPI_KEY = "fastapi.request"


class _Requests:
    """Whether anything here traces requests in this process."""

    are_traced = False


def repeats_a_request(scope_name: str) -> bool:
    """Whether spans of a scope say of requests what ours say."""
    return _Requests.are_traced and scope_name in _SCOPES


def leave_framework() -> "Context":
    """The context of a request without what FastAPI keeps in it to put spans of its own between ours."""
    return type(found := context.get_current())(
        {key: value for key, value in found.items() if not key.startswith(_FASTAPI_KEY)}
    )


@harmless
def find_asgi_route(scope: Mapping[str, Any]) -> str | None:
    """The template of a request's route: `/chat/{twin_id}`."""
    template = _template(_included_route(scope)) or _template(scope.get("route"))
    if template is not None:
        return f"{scope.get('root_path', '').rstrip('/')}{template}"
    return _django_route(str(scope.get("path", "")))


@harmless
def find_wsgi_route(environ: Mapping[str, Any]) -> str | None:
    """The template of a request's route: `/chat/<twin_id>`."""
    rule = getattr(environ.get("werkzeug.request"), "url_rule", None)
    if rule is not None:
        return f"{environ.get('SCRIPT_NAME', '').rstrip('/')}{rule.rule}"
    return _django_route(str(environ.get("PATH_INFO", "")))


def _included_route(scope: Mapping[str, Any]) -> Any:
    """What FastAPI keeps of a route in an included router: the route itself lacks the prefix."""
    included = scope.get("fastapi", {}).get("effective_route_context")
    return getattr(included, "starlette_route", None) or included


def _template(route: Any) -> str | None:
    template = getattr(route, "path_format", None) or getattr(route, "path", None)
    return template if isinstance(template, str) else None


def _django_route(path: str) -> str | None:
    urls = sys.modules.get("django.urls")
    if urls is None:
        return None
    try:
        return "/" + str(urls.resolve(path).route)
    except urls.Resolver404:
        return None


@harmless
def listen_to_frameworks() -> None:
    """Learn of exceptions that Flask and Django make answers of, and have requests traced once."""
    _Requests.are_traced = True
    if (flask := sys.modules.get("flask")) is not None:
        flask.got_request_exception.connect(_note_from_flask)
    if (signals := sys.modules.get("django.core.signals")) is not None:
        signals.got_request_exception.connect(_note_from_django, dispatch_uid="ratchet")


@harmless
def _note(error: BaseException | None) -> None:
    if error is not None and (root := current_root()) is not None:
        if root.raised is not error:
            root.span.record_exception(error)
        root.note(to_failure(error), error)


def _note_from_flask(_sender: Any, *, exception: BaseException, **_: Any) -> None:
    _note(exception)


def _note_from_django(**_: Any) -> None:
    _note(sys.exception() if hasattr(sys, "exception") else sys.exc_info()[1])
