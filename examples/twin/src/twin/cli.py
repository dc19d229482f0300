"""`twin`: serve it, and give Ratchet its prompts and its questions."""

from typing import Annotated

import typer
import uvicorn

from twin.app import create_app
from twin.settings import Settings

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on. [TWIN_HOST, 127.0.0.1]")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; 0 takes a free one. [TWIN_PORT, 8000]")] = None,
) -> None:
    """Answer at /chat/{twin_id}, and on a page at /."""
    settings = Settings()
    uvicorn.run(
        create_app(settings),
        host=settings.host if host is None else host,
        port=settings.port if port is None else port,
        timeout_graceful_shutdown=5,
    )


@app.command("load")
def load() -> None:
    """Give Ratchet the prompts and the questions that are shipped."""
