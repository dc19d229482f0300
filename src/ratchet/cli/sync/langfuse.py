"""`ratchet sync langfuse`: take over what a Langfuse server keeps, or give it back."""

from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from ratchet.cli.sync.tables import to_account_table, to_amount_table, to_refusal_table
from ratchet.errors import Invalid, RatchetError
from ratchet.langfuse.sync import account as accounts
from ratchet.langfuse.sync.checkpoint import open_checkpoint
from ratchet.langfuse.sync.destinations import open_destination
from ratchet.langfuse.sync.plan import PARTS, count_amounts, run_sync
from ratchet.langfuse.sync.remote import Remote
from ratchet.sdk.connection import DEFAULT_URL, Connection

LANGFUSE_CLOUD = "https://cloud.langfuse.com"

console = Console(highlight=False)


def sync_langfuse(
    source_url: Annotated[
        str, typer.Option("--from", envvar=["LANGFUSE_BASE_URL", "LANGFUSE_HOST"], help="The server to read.")
    ] = LANGFUSE_CLOUD,
    public_key: Annotated[str, typer.Option(envvar="LANGFUSE_PUBLIC_KEY", help="Its project's public key.")] = "",
    secret_key: Annotated[str, typer.Option(envvar="LANGFUSE_SECRET_KEY", help="And the secret one.")] = "",
    *,
    destination_url: Annotated[
        str, typer.Option("--to", envvar="RATCHET_URL", help="The server to write: a Ratchet, or a Langfuse.")
    ] = DEFAULT_URL,
    to_public_key: Annotated[str, typer.Option(envvar="RATCHET_PUBLIC_KEY", help="Its project's public key.")] = "",
    to_secret_key: Annotated[str, typer.Option(envvar="RATCHET_SECRET_KEY", help="And the secret one.")] = "",
    only: Annotated[
        list[str] | None, typer.Option(help=f"Only this part, and each further one: {', '.join(PARTS)}.")
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Read everything, whatever was read before.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say how much there is, and write nothing.")] = False,
) -> None:
    """Copy prompts, datasets, traces, scores and what belongs to them; again and again, if you like.

    What was broken off goes on where it was, and what was copied already is not copied again.
    """
    parts = _check_parts(only)
    source = _connect(source_url, public_key, secret_key, "LANGFUSE")
    with Remote(source) as reading:
        project = _find_project(reading)
        if dry_run:
            console.print(to_amount_table(count_amounts(reading)))
            return
        with Remote(_connect(destination_url, to_public_key, to_secret_key, "RATCHET")) as writing:
            here = _find_project(writing)
            if project == here:
                raise Invalid(f"{project} cannot be copied onto itself. Choose another server with --from or --to.")
            checkpoint = open_checkpoint(project, here)
            if again:
                checkpoint.forget()
            with _Bars() as bars:
                done = run_sync(reading, open_destination(writing), checkpoint, bars.show, parts)
    console.print(to_account_table(done))
    if refused := [(kind, one) for kind, account in done.items() for one in account.refusals]:
        console.print(to_refusal_table(refused, sum(account.refused for account in done.values())))
        raise typer.Exit(1)


def _check_parts(only: list[str] | None) -> list[str]:
    for part in only or ():
        if part not in PARTS:
            raise Invalid(f"--only {part}: there are {', '.join(PARTS)}.")
    return only or list(PARTS)


def _connect(url: str, public_key: str, secret_key: str, prefix: str) -> Connection:
    if not public_key or not secret_key:
        raise Invalid(f"No keys for {url}. Set {prefix}_PUBLIC_KEY and {prefix}_SECRET_KEY, or see --help.")
    return Connection(url.rstrip("/"), public_key, secret_key)


def _find_project(remote: Remote) -> str:
    """A server's address and the id of the project that the keys open."""
    try:
        [project] = remote.get("/api/public/projects")["data"]
    except RatchetError as error:
        error.message = f"{remote.url}: {error.message}"
        raise
    return f"{remote.url} {project['id']}"


class _Bars:
    """A bar for each kind of thing, where there is a terminal to show them on."""

    def __init__(self) -> None:
        screen = Console(stderr=True)
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        self._progress = Progress(*columns, TimeElapsedColumn(), console=screen, disable=not screen.is_terminal)
        self._tasks = dict[str, TaskID]()

    def show(self, said: accounts.Progress) -> None:
        """Move the bar of a kind."""
        if said.kind not in self._tasks:
            self._tasks[said.kind] = self._progress.add_task(said.kind, total=said.total)
        self._progress.update(self._tasks[said.kind], completed=said.done, total=said.total)

    def __enter__(self) -> "_Bars":
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()
