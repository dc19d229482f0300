"""`twin`: serve it, and give Ratchet its prompts and its questions."""

import logging
from typing import Annotated

import typer
import uvicorn
from langfuse import Langfuse

from twin.app import create_app
from twin.datasets import load_questions, read_questions
from twin.prompts import load_prompts
from twin.settings import Settings
from twin.tracing.setup import open_langfuse
from twin.twins import load_twins

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on. [TWIN_HOST, 127.0.0.1]")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on. [TWIN_PORT, 8000]")] = None,
) -> None:
    """Answer at /chat/{twin_id}, and on a page at /."""
    settings = Settings()
    uvicorn.run(
        create_app(settings),
        host=settings.host if host is None else host,
        port=settings.port if port is None else port,
        timeout_graceful_shutdown=5,
    )


@app.command("load-prompts")
def load_prompts_command() -> None:
    """Put the prompts under Ratchet's management: labels production, and careless for one that is worse on purpose."""
    for name, label in load_prompts(_connect(Settings())):
        typer.echo(f"{name}: {label}")


@app.command("load-datasets")
def load_datasets_command() -> None:
    """Make a dataset of each twin's questions."""
    settings = Settings()
    client = _connect(settings)
    for twin in load_twins(settings.twins_dir):
        questions = read_questions(settings.twins_dir, twin.id)
        typer.echo(f"{load_questions(client, twin.id, questions)}: {len(questions)} questions")


def _connect(settings: Settings) -> Langfuse:
    if not settings.public_key:
        typer.echo("Set RATCHET_PUBLIC_KEY and RATCHET_SECRET_KEY to the keys that `ratchet serve` printed.", err=True)
        raise typer.Exit(1)
    logging.getLogger("langfuse").setLevel(logging.ERROR)  # it warns of every prompt that is not there yet
    return open_langfuse(settings, is_tracing=False)
