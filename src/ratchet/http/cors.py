"""Which routes a page of another site may use: Langfuse's, as its browser SDK does."""

from fastapi.middleware.cors import CORSMiddleware

from ratchet.http.traffic import App, Receive, Scope, Send

_OPEN = "/api/public/"


class PublicCors:
    """An ASGI application around another one that lets any page use what is under /api/public, and nothing else.

    Keys travel in a header there, and credentials of the browser are not allowed, so no page can use its reader's.
    """

    def __init__(self, app: App) -> None:
        self._app = app
        self._opened = CORSMiddleware(app, allow_origins=["*"], allow_methods=["*"], allow_headers=["*"])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_open = scope["type"] == "http" and scope["path"].startswith(_OPEN)
        await (self._opened if is_open else self._app)(scope, receive, send)
