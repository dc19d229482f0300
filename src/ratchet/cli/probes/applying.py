"""Probes from a file that lives in git: what would change is shown before it does."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, cast
from urllib.parse import quote

import typer
import yaml
from rich.markup import escape

from ratchet.cli.probes.asking import PATH, console
from ratchet.errors import Invalid
from ratchet.sdk.client import Client

Said = Mapping[str, Any]


def apply_probes(
    path: Annotated[
        Path, typer.Argument(help="A YAML file: `probes:` and a list of them.", dir_okay=False, exists=True)
    ],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")] = False,
) -> None:
    """Make or change the probes of a file, by their names; those that it does not name stay as they are."""
    said = read_file(path)
    with Client() as client:
        kept = {probe["name"]: probe for probe in client.get(f"{PATH}?hours=1&steps=1")["probes"]}
        changed = [(probe, kept.get(probe["name"])) for probe in said]
        changed = [(probe, known) for probe, known in changed if known is None or find_changes(probe, known)]
        for probe, known in changed:
            _show(probe, known)
        if not changed:
            console.print("The server has these probes already.")
        elif not dry_run and (yes or typer.confirm("Apply this?")):
            for probe, known in changed:
                _apply(client, probe, known)
            console.print(f"{len(changed)} probes were made or changed.")


def read_file(path: Path) -> list[Said]:
    """The probes of a file; raises `Invalid` when they are none."""
    try:
        found: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise Invalid(f"{path} is no YAML: {error}") from error
    probes: Any = cast(dict[str, Any], found).get("probes") if isinstance(found, dict) else None
    if not isinstance(probes, list):
        raise Invalid(f"{path} has no probes. Write `probes:` and a list below it.")
    for number, probe in enumerate(cast(list[Any], probes), 1):
        if not isinstance(probe, dict) or not isinstance(cast(dict[str, Any], probe).get("name"), str):
            raise Invalid(f"{path}: probe {number} has no name.")
    return cast(list[Said], probes)


def find_changes(said: Said, kept: Said) -> dict[str, tuple[Any, Any]]:
    """What is and what is to be, by field; what the file leaves out stays."""
    return {field: (kept.get(field), value) for field, value in said.items() if not _is_as(value, kept.get(field))}


def _is_as(said: Any, kept: Any) -> bool:
    """Whether a value says what is kept: checks leave out what they do not need, and one status is a list of one."""
    if isinstance(said, dict) and isinstance(kept, dict):
        ours, theirs = cast(Said, said), cast(Said, kept)
        return all(_is_as(value, theirs.get(name)) for name, value in ours.items())
    if isinstance(said, list) and isinstance(kept, list):
        pairs = zip(cast(list[Any], said), cast(list[Any], kept), strict=False)
        return len(cast(list[Any], said)) == len(cast(list[Any], kept)) and all(_is_as(*pair) for pair in pairs)
    return kept in (said, [said])


def _show(probe: Said, known: Said | None) -> None:
    colour, mark = ("green", "+") if known is None else ("yellow", "~")
    console.print(f"[{colour}]{mark} {escape(str(probe['name']))}[/]")
    for field, (before, after) in find_changes(probe, known).items() if known else ():
        console.print(f"    {field}: {escape(str(before))} → {escape(str(after))}")


def _apply(client: Client, probe: Said, known: Said | None) -> None:
    if known is None:
        client.post(PATH, dict(probe))
    else:
        changes = {field: after for field, (_, after) in find_changes(probe, known).items()}
        client.request("PATCH", f"{PATH}/{quote(str(known['id']), safe='')}", json=changes)
