"""`ratchet serve`: the server, until it is told to stop."""

import gc
import logging
import signal
import socket
from typing import Annotated

import typer
import uvicorn
from rich.console import Console
from rich.logging import RichHandler

from ratchet.auth.first_key import ensure_first_key
from ratchet.auth.keys import NewKey
from ratchet.auth.secret import ensure_secret
from ratchet.auth.sign_in import create_link_token
from ratchet.errors import Conflict, RatchetError
from ratchet.server.app import create_app
from ratchet.server.stores import open_stores
from ratchet.server.work import Work
from ratchet.settings import Settings, read_settings

# Beyond this a connection is answered 503 at once.
CONNECTIONS_MAX = 1024
OBJECTS_BETWEEN_COLLECTIONS = 50_000

console = Console(highlight=False)


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on. [RATCHET_HOST, 127.0.0.1]")] = None,
    port: Annotated[
        int | None, typer.Option(help="Port to listen on; 0 takes a free one. [RATCHET_PORT, 4318]")
    ] = None,
    dev: Annotated[bool, typer.Option("--dev", help="Telemetry from this machine needs no key.")] = False,
) -> None:
    """Take traces, keep them, and answer about them."""
    logging.basicConfig(level=logging.INFO, format="%(message)s", handlers=[RichHandler(console=Console(stderr=True))])
    for talkative in ("uvicorn", "alembic", "httpx", "httpx2"):
        logging.getLogger(talkative).setLevel(logging.WARNING)
    given = {"host": host, "port": port, "dev": dev or None}
    try:
        settings = read_settings(**{name: value for name, value in given.items() if value is not None})
        run(settings)
    except RatchetError as error:
        console.print(f"[red]{error.message}[/]")
        raise typer.Exit(1) from error


def run(settings: Settings) -> None:
    """Open the stores, serve until a signal says stop, and close them again."""
    # uvicorn raises the signal again when it has answered everybody; unheard, SIGTERM would end us on the spot.
    signal.signal(signal.SIGTERM, _end)
    listener = _listen(settings)
    stores = open_stores(settings)
    try:
        key = ensure_first_key(stores.records, settings)
        config = uvicorn.Config(
            create_app(settings, stores, Work(settings, stores, ensure_secret(stores.records, settings))),
            loop="uvloop",
            http="httptools",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            limit_concurrency=CONNECTIONS_MAX,
            timeout_graceful_shutdown=10,
        )
        url = f"http://{settings.host}:{listener.getsockname()[1]}"
        _greet(url, settings, stores.events.place, key)
        _print_link(url, create_link_token(stores.records))
        _spare_the_collector()
        uvicorn.Server(config).run(sockets=[listener])
    finally:
        stores.close()


def _end(_signal: int, _frame: object) -> None:
    raise SystemExit(0)


def _listen(settings: Settings) -> socket.socket:
    try:
        return socket.create_server((settings.host, settings.port), backlog=1024)
    except OSError as error:
        raise Conflict(
            f"Cannot listen on {settings.host}:{settings.port}: {error.strerror}. "
            "Stop what uses it, or choose another with --port or RATCHET_PORT."
        ) from error


def _spare_the_collector() -> None:
    """Tell the garbage collector that what is loaded stays, and that spans come in thousands.

    Otherwise it goes through all of it with every few batches, which takes a tenth of the server's time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS, 20, 20)


def _print_link(url: str, token: str) -> None:
    console.print("  The dashboard, by a link that signs in once, within half an hour:\n")
    console.print(f"    {url}/sign-in?token={token}\n", soft_wrap=True)


def _greet(url: str, settings: Settings, events: str, key: NewKey | None) -> None:
    console.print(f"[bold]Ratchet[/] is listening on [bold]{url}[/]")
    console.print(f"  events       {events}", soft_wrap=True)
    if settings.dev:
        console.print("  [yellow]--dev: telemetry from this machine needs no key[/]")
    if key is None:
        console.print("  keys         `ratchet keys list` shows them, `ratchet keys create` makes another")
        return
    console.print("  Your key, shown this once:\n")
    console.print(f"    export LANGFUSE_BASE_URL={url}", soft_wrap=True)
    console.print(f"    export LANGFUSE_PUBLIC_KEY={key.public_key}", soft_wrap=True)
    console.print(f"    export LANGFUSE_SECRET_KEY={key.secret_key}\n", soft_wrap=True)
