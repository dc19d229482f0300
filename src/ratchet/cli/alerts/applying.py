"""Rules from a file that lives in git: what would change is shown before it does."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, NamedTuple, cast
from urllib.parse import quote

import typer
import yaml
from rich.console import Console
from rich.markup import escape

from ratchet.errors import Invalid
from ratchet.sdk.client import Client

console = Console(highlight=False)
_PATH = "/admin/alerts/rules"
# Says how a rule is taken, and is no part of it.
_UNMATCHED = "allow_unmatched"

Said = Mapping[str, Any]


class Difference(NamedTuple):
    """A rule of the file beside the one of the server: new, changed in some fields, or only on the server."""

    said: Said | None
    kept: Said | None

    @property
    def name(self) -> str:
        """The rule's name, as it will be."""
        return str((self.said or self.kept or {})["name"])

    @property
    def changes(self) -> dict[str, tuple[Any, Any]]:
        """What is and what is to be, by field; what the file leaves out stays."""
        if self.said is None or self.kept is None:
            return {}
        return {
            field: (self.kept.get(field), value)
            for field, value in self.said.items()
            if field != _UNMATCHED and self.kept.get(field) != value
        }


def apply_rules(
    path: Annotated[
        Path, typer.Argument(help="A YAML file: `rules:` and a list of them.", dir_okay=False, exists=True)
    ],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")] = False,
    prune: Annotated[bool, typer.Option("--prune", help="Delete the rules that the file does not name.")] = False,
    allow_unmatched: Annotated[
        bool, typer.Option("--allow-unmatched", help="Also rules whose filters nothing of the last day meets.")
    ] = False,
) -> None:
    """Make the server's rules those of a file; the difference is shown first. What a rule leaves out stays."""
    said = read_file(path)
    with Client() as client:
        differences = compare(said, client.get(_PATH)["rules"], prune=prune)
        for difference in differences:
            _show(difference)
        if not differences:
            console.print("The server has these rules already.")
            return
        if dry_run or not (yes or typer.confirm("Apply this?")):
            return
        for difference in differences:
            _apply(client, difference, allow_unmatched=allow_unmatched)
    console.print(f"{len(differences)} rules were changed.")


def read_file(path: Path) -> list[Said]:
    """The rules of a file; raises `Invalid` when they are none."""
    try:
        found: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise Invalid(f"{path} is no YAML: {error}") from error
    rules: Any = cast(dict[str, Any], found).get("rules") if isinstance(found, dict) else None
    if not isinstance(rules, list):
        raise Invalid(f"{path} has no rules. Write `rules:` and a list below it.")
    for number, rule in enumerate(cast(list[Any], rules), 1):
        if not isinstance(rule, dict) or not isinstance(cast(dict[str, Any], rule).get("name"), str):
            raise Invalid(f"{path}: rule {number} has no name.")
    return cast(list[Said], rules)


def compare(said: Sequence[Said], kept: Sequence[Said], *, prune: bool = False) -> list[Difference]:
    """What is to be done: rules are the same by their ids, else by their names."""
    by_id, by_name = {rule["id"]: rule for rule in kept}, {rule["name"]: rule for rule in kept}
    pairs = [Difference(rule, by_id.get(rule.get("id")) or by_name.get(rule["name"])) for rule in said]
    named = {pair.kept["id"] for pair in pairs if pair.kept}
    gone = [Difference(None, rule) for rule in kept if prune and rule["id"] not in named]
    return [pair for pair in pairs if pair.kept is None or pair.changes] + gone


def _show(difference: Difference) -> None:
    if difference.kept is None:
        console.print(f"[green]+ {escape(difference.name)}[/]")
    elif difference.said is None:
        console.print(f"[red]- {escape(difference.name)}[/]")
    else:
        console.print(f"[yellow]~ {escape(difference.name)}[/]")
    for field, (before, after) in difference.changes.items():
        console.print(f"    {field}: {escape(str(before))} → {escape(str(after))}")


def _apply(client: Client, difference: Difference, *, allow_unmatched: bool) -> None:
    path = f"{_PATH}/{quote(str((difference.kept or {}).get('id')), safe='')}"
    if difference.said is None:
        client.request("DELETE", path)
        return
    way = {_UNMATCHED: allow_unmatched or bool(difference.said.get(_UNMATCHED))}
    if difference.kept is None:
        client.post(_PATH, {**difference.said, **way})
    else:
        changes = {field: after for field, (_, after) in difference.changes.items()}
        client.request("PUT", path, json=changes | way)
