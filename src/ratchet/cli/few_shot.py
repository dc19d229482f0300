"""`ratchet few-shot`: try out which examples a query would get, and see what examples do."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ratchet.domain.few_shot_settings import Strategy
from ratchet.sdk.client import Client

console = Console(highlight=False)

few_shot = typer.Typer(
    help="Try out and judge the examples that prompts are given, on the server at RATCHET_URL.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Example = Annotated[str, typer.Argument(help="As a trace names it: <dataset>/<item id>.", show_default=False)]
_CELL_LENGTH_MAX = 70
_WORDS: Mapping[str, str] = {
    "helps": "[green]helps[/]",
    "hurts": "[red]hurts[/]",
    "unclear": "unclear",
    "too_few": "too few traces",
    "inseparable": "never apart from others",
}


@few_shot.command("try")
def try_query(
    query: Annotated[str, typer.Argument(help="What is asked.", show_default=False)],
    *,
    mode: Annotated[str | None, typer.Option(help="The dialogue mode, such as STANCE_GLOBAL.")] = None,
    dataset: Annotated[str | None, typer.Option(help="Where examples are from; default: as the settings say.")] = None,
    n: Annotated[int | None, typer.Option(help="How many at most.", min=1, max=20)] = None,
    strategy: Annotated[Strategy | None, typer.Option(help="How they are chosen.")] = None,
    token_budget: Annotated[int | None, typer.Option(help="How many tokens they may take together.", min=1)] = None,
) -> None:
    """Show which examples a query would get, and of what type it is."""
    asked = {
        "query": query,
        "dialogue_mode": mode,
        "dataset_name": dataset,
        "n": n,
        "strategy": strategy,
        "token_budget": token_budget,
        "deadline_ms": 10_000,
    }
    with Client() as client:
        chosen = client.post("/admin/few-shot/select", asked)
    why = f" ({chosen['fell_back'].replace('_', ' ')})" if chosen["fell_back"] else ""
    console.print(f"A query of type {escape(chosen['query_type'])}; examples by {chosen['strategy']}{why}:")
    table = Table("Score", "Query", "Response", "Id", box=None, pad_edge=False)
    table.columns[3].overflow = "fold"
    for example in chosen["examples"]:
        texts = (escape(_shorten(example[name])) for name in ("query", "response"))
        table.add_row(f"{example['score']:.2f}", *texts, escape(f"{example['dataset']}/{example['id']}"))
    console.print(table if chosen["examples"] else "None: no item of this type is good enough.")


@few_shot.command()
def usage(
    hours: Annotated[int, typer.Option(help="How far back to look.", min=1, max=8760)] = 168,
    limit: Annotated[int, typer.Option(help="How many examples to show.", min=1, max=500)] = 20,
    order: Annotated[str, typer.Option(help="uses, quality, or effect: the worst first.")] = "uses",
) -> None:
    """Show which examples were used, and what they did."""
    with Client() as client:
        found = client.get("/admin/few-shot/usage", {"hours": hours, "limit": limit, "order": order})
    console.print(
        f"{found['traces']:,} traces asked for examples; {found['held_out']:,} got none, by lot. "
        f"Uplift of quality: {_show(found['uplift'])}."
    )
    for doubt in found["doubts"]:
        console.print(f"[yellow]{escape(doubt)}[/]")
    table = Table("Example", "Traces", "Quality", "Effect", "Verdict", box=None, pad_edge=False)
    table.columns[1].justify = "right"
    table.columns[0].overflow = "fold"
    for one in found["examples"]:
        verdict = _WORDS[one["verdict"]] + (", retired" if one["is_retired"] else "")
        table.add_row(escape(one["example"]), f"{one['given']:,}", _show(one["quality"]), _show(one["effect"]), verdict)
    if found["examples"]:
        console.print(table)


@few_shot.command()
def retire(example: Example, reason: Annotated[str, typer.Option(help="Why, for others to read.")] = "") -> None:
    """Show an example in prompts no more; its item stays in the dataset."""
    with Client() as client:
        client.post("/admin/few-shot/retired", {"example": example, "reason": reason})
    console.print(f"{escape(example)} is retired. `ratchet few-shot revive` takes that back.")


@few_shot.command()
def revive(example: Example) -> None:
    """Let a retired example be used again."""
    with Client() as client:
        client.request("DELETE", "/admin/few-shot/retired", params={"example": example})
    console.print(f"{escape(example)} may be shown again.")


def _show(estimate: Mapping[str, Any]) -> str:
    if estimate["value"] is None:
        return "–"
    interval = "" if estimate["low"] is None else f" ({estimate['low']:.3f} to {estimate['high']:.3f})"
    return f"{estimate['value']:.3f}{interval}"


def _shorten(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _CELL_LENGTH_MAX else f"{line[:_CELL_LENGTH_MAX]}…"
