"""Requests of a WSGI application as traces: Flask, Django, Bottle."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeAlias

from ratchet.sdk.tracing.api import context
from ratchet.sdk.tracing.frameworks import find_wsgi_route, listen_to_frameworks
from ratchet.sdk.tracing.request import Choices, Headers, Request, begin_request

Environ: TypeAlias = dict[str, Any]
WSGIApp: TypeAlias = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

_MARK = "ratchet.is_traced"


class TracedWSGI:
    """A WSGI application each of whose requests is a trace: `app.wsgi_app = TracedWSGI(app.wsgi_app)`.

    Takes the same arguments as `TracedASGI`, and promises the same.
    """

    def __init__(
        self,
        app: WSGIApp,
        *,
        skip: Iterable[str] = (),
        trust_traceparent: bool | Callable[[Headers], bool] = False,
        **words: Any,
    ) -> None:
        self.app = app
        self._choices = Choices(frozenset(skip), trust_traceparent, words)
        listen_to_frameworks()

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        request = self._begin(environ)
        if request is None:
            return self.app(environ, start_response)

        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            request.route = find_wsgi_route(environ)  # Flask forgets it before the body is sent
            told = request.respond(int(status.partition(" ")[0]), headers)
            return start_response(status, [*headers, *told], *error)

        token = context.attach(request.within)
        try:
            return _Body(self.app(environ, start), request)
        except BaseException as error:
            request.fail(error)
            request.end()
            raise
        finally:
            context.detach(token)

    def _begin(self, environ: Environ) -> Request | None:
        if _MARK in environ:
            return None
        environ[_MARK] = True
        headers = {
            key[5:].replace("_", "-").lower(): value for key, value in environ.items() if key.startswith("HTTP_")
        }
        return begin_request(environ["REQUEST_METHOD"], environ.get("PATH_INFO") or "/", headers, self._choices)


class _Body:
    """The body of an answer, made within the trace; its end is the end of the span."""

    def __init__(self, body: Iterable[bytes], request: Request) -> None:
        self._body = body
        self._pieces = iter(body)
        self._request = request

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        token = context.attach(self._request.within)
        try:
            return next(self._pieces)
        except StopIteration:
            self._request.end()
            raise
        except BaseException as error:
            self._request.fail(error)
            self._request.end()
            raise
        finally:
            context.detach(token)

    def close(self) -> None:
        """Close the application's own; a client that has not taken all has gone."""
        try:
            if (close := getattr(self._body, "close", None)) is not None:
                close()
        finally:
            self._request.end(is_complete=False)
