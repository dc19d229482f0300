"""The commands, each imported when it is called for: `ratchet --help` is quick, and the light install has it too."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, NamedTuple

import typer
from rich.console import Console
from rich.markup import escape
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from ratchet.errors import RatchetError


class Command(NamedTuple):
    """Where a command is (`module:function or Typer`), what it does, and the extra that it needs."""

    target: str
    help: str
    extra: str = "server"


COMMANDS: Mapping[str, Command] = {
    "serve": Command("ratchet.cli.serve:serve", "Take traces, keep them, and answer about them."),
    "demo": Command("ratchet.cli.demo:demo", "Close the whole loop on an application, in two minutes.", extra="demo"),
    "gate": Command("ratchet.cli.gate:gate", "Stop a release whose answers are worse than a baseline's."),
    "datasets": Command("ratchet.cli.datasets:datasets", "Make datasets, and fill them from files and traces."),
    "collectors": Command("ratchet.cli.collectors:collectors", "Make and run rules that fill datasets from traces."),
    "alerts": Command("ratchet.cli.alerts:alerts", "Keep alert rules in a file, check them, and replay them."),
    "probes": Command("ratchet.cli.probes:probes", "Put questions to targets on a schedule, and check the answers."),
    "few-shot": Command("ratchet.cli.few_shot:few_shot", "Try out and judge the examples that prompts are given."),
    "export": Command("ratchet.cli.export:export", "Write a dataset to files for fine-tuning, and fetch them."),
    "sync": Command("ratchet.cli.sync:sync", "Take over what a Langfuse server keeps, or give it back."),
    "keys": Command("ratchet.cli.keys:keys", "Make, list and revoke keys."),
    "doctor": Command("ratchet.cli.doctor:doctor", "Say what is configured, reachable and wrong."),
    "migrate": Command("ratchet.cli.migrate:migrate", "Bring the schema of both stores up to date."),
}


class CommandTable(TyperGroup):
    """A group that shows its commands from the table and imports the one that runs."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = {name: TyperCommand(name, help=command.help) for name, command in COMMANDS.items()}

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name, shown, rest = super().resolve_command(ctx, args)
        return name, _load(name) if name else shown, rest

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except RatchetError as error:
            _complain(error.message)
            raise typer.Exit(1) from error


def _load(name: str) -> Any:
    command = COMMANDS[name]
    module, _, attribute = command.target.partition(":")
    try:
        found: Any = getattr(import_module(module), attribute)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.startswith("ratchet"):
            raise
        _complain(f"`ratchet {name}` needs more than this install has: pip install 'ratchet[{command.extra}]'")
        raise typer.Exit(1) from error
    return get_command(found if isinstance(found, typer.Typer) else _single(name, found))


def _single(name: str, function: Callable[..., None]) -> typer.Typer:
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    app.command(name)(function)
    return app


def _complain(message: str) -> None:
    Console(stderr=True, highlight=False).print(f"[red]{escape(message)}[/]", soft_wrap=True)
