"""Datasets, items and what was refused of them, as tables for a terminal."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from rich.markup import escape
from rich.table import Table

REFUSALS_SHOWN_MAX = 50
_CELL_LENGTH_MAX = 60
_NAME_LENGTH_KEPT = 40


def to_dataset_table(datasets: Sequence[Mapping[str, Any]], figures: Mapping[str, Mapping[str, Any]]) -> Table:
    """A line per dataset; `figures` has the mean score by name."""
    table = Table("Dataset", "Items", "Mean score", "Changed (UTC)", "Description", box=None, pad_edge=False)
    table.columns[0].overflow = "fold"
    table.columns[0].min_width = min(_NAME_LENGTH_KEPT, max((len(one["name"]) for one in datasets), default=0))
    for column in table.columns[1:3]:
        column.justify = "right"
    for dataset in datasets:
        score = figures.get(dataset["name"], {}).get("avg_score")
        table.add_row(
            escape(dataset["name"]),
            f"{dataset['item_count']:,}",
            "–" if score is None else f"{score:.3f}",
            _to_minute(dataset["updated_at"]),
            escape(_cut(dataset["description"] or "")),
        )
    return table


def to_summary(dataset: Mapping[str, Any]) -> Table:
    """What is known of one dataset."""
    table = Table.grid(padding=(0, 2))
    table.add_row("[bold]Dataset[/]", f"[bold]{escape(dataset['name'])}[/]")
    for label, field in (("Description", "description"), ("Metadata", "metadata")):
        if dataset[field] is not None:
            table.add_row(label, escape(_to_text(dataset[field])))
    for label, field in (("Input schema", "input_schema"), ("Output schema", "expected_output_schema")):
        if dataset[field] is not None:
            table.add_row(label, escape(_to_text(dataset[field])))
    table.add_row("Items", f"{dataset['item_count']:,}")
    table.add_row("Made", _to_minute(dataset["created_at"]))
    if dataset["archived_at"]:
        table.add_row("Archived", f"[yellow]{_to_minute(dataset['archived_at'])}[/]")
    return table


def to_item_table(items: Sequence[Mapping[str, Any]]) -> Table:
    """A line per item, long values cut."""
    table = Table("Item", "Input", "Expected output", "Score", box=None, pad_edge=False)
    table.columns[0].overflow = "fold"
    table.columns[3].justify = "right"
    for item in items:
        table.add_row(
            escape(item["id"]),
            escape(_cut(_to_text(item["input"]))),
            escape(_cut(_to_text(item["expected_output"]))),
            "–" if item["score"] is None else f"{item['score']:.3f}",
        )
    return table


def to_refusal_table(title: str, first_column: str, refusals: Sequence[tuple[str, str]], total: int) -> Table:
    """What was refused and why, as far as it fits a screen, and how much more there is."""
    table = Table(first_column, "Reason", title=title, title_justify="left", box=None, pad_edge=False)
    table.columns[0].overflow = "fold"
    for which, reason in refusals[:REFUSALS_SHOWN_MAX]:
        table.add_row(escape(which), escape(reason))
    if (more := total - min(len(refusals), REFUSALS_SHOWN_MAX)) > 0:
        table.add_row("…", f"and {more:,} more")
    return table


def _to_text(value: Any) -> str:
    if value is None:
        return "–"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _cut(text: str) -> str:
    line = " ".join(text[: 2 * _CELL_LENGTH_MAX].split())
    return line if len(line) <= _CELL_LENGTH_MAX else f"{line[: _CELL_LENGTH_MAX - 1]}…"


def _to_minute(moment: str) -> str:
    return moment[:16].replace("T", " ")
