"""The dashboard: its built files, and one page for every address that it shows something at."""

import secrets
from functools import cache
from pathlib import Path

from fastapi import APIRouter, Response
from fastapi.responses import FileResponse, HTMLResponse
from fastapi.staticfiles import StaticFiles
from starlette.routing import Mount
from starlette.types import Scope

BUILD = Path(__file__).parent / "web"

# Each is a page, and what follows it another: /traces and /traces/4bf92f35…
PAGES = (
    *("sign-in", "traces", "sessions", "users", "scores", "judges", "datasets", "collectors", "regression", "alerts"),
    *("probes", "experiments", "few-shot", "prompts", "settings"),
)

_NONCE_PLACEHOLDER = "__NONCE__"
# Scripts and styles come from our own files alone; texts of models can load and frame nothing.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; font-src 'self'; connect-src 'self'; "
    "img-src 'self' data: blob:; media-src 'self' blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_NO_BUILD = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Ratchet</title>
<h1>Ratchet is running; its dashboard is not built</h1>
<p>This is a checkout. <code>make web</code> builds the dashboard; then reload this page.
The API is described at <a href="/docs">/docs</a>.</p></html>"""

router = APIRouter(include_in_schema=False)


class Assets(StaticFiles):
    """Built files, whose names change with their content."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


def mount_assets(build: Path = BUILD) -> Mount:
    """The files that the page loads."""
    return Mount("/assets", Assets(directory=build / "assets", check_dir=False))


@router.get("/")
def show_overview() -> HTMLResponse:
    """The page at `/`."""
    return show_page()


@router.get("/favicon.svg")
def read_icon() -> Response:
    """The icon; 404 before there is a build."""
    icon = BUILD / "favicon.svg"
    return FileResponse(icon) if icon.exists() else Response(status_code=404)


def show_page(rest: str = "") -> HTMLResponse:
    """The one page that all addresses share; its script shows what the address says."""
    template = _read_template(BUILD / "index.html")
    nonce = secrets.token_urlsafe(16)
    headers = {
        "Content-Security-Policy": _POLICY.format(nonce=nonce),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        # The address of the sign-in page holds a token.
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
    }
    if template is None:
        return HTMLResponse(_NO_BUILD, status_code=503, headers=headers)
    return HTMLResponse(template.replace(_NONCE_PLACEHOLDER, nonce), headers=headers)


for page in PAGES:
    router.add_api_route(f"/{page}", show_page, response_class=HTMLResponse)
    router.add_api_route(f"/{page}/{{rest:path}}", show_page, response_class=HTMLResponse)


def _read_template(page: Path) -> str | None:
    """The built page, read again when it is built again; nothing before there is one."""
    return _read_built(page, page.stat().st_mtime_ns) if page.exists() else None


@cache
def _read_built(page: Path, _changed_ns: int) -> str:
    return page.read_text()
