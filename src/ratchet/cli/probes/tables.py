"""Probes, their uptime and their results as tables for a terminal."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.markup import escape
from rich.table import Table

_CELL_LENGTH_MAX = 60
_COLOURS = {"up": "green", "failing": "yellow", "down": "red", "unknown": "dim"}
_STRIP = 24


def to_probe_table(probes: Sequence[Mapping[str, Any]]) -> Table:
    """A line per probe, with a strip of the last hours."""
    table = Table("Probe", "State", "Uptime", "p95", "Last hours", "Target", "When", box=None, pad_edge=False)
    for column in table.columns[2:4]:
        column.justify = "right"
    table.columns[4].min_width = _STRIP  # its end is what matters most
    for probe in probes:
        whole = probe["uptime"]["whole"]
        table.add_row(
            escape(probe["name"]),
            to_state(probe),
            "–" if whole["uptime"] is None else f"{whole['uptime']:.4g} %",
            _to_ms(whole["latency_ms_p95"]),
            _to_strip(probe["uptime"]["steps"]),
            escape(probe["target"]),
            escape(probe["cron"] or f"every {probe['every_s']} s"),
        )
    return table


def to_state(probe: Mapping[str, Any]) -> str:
    """Where a probe stands, in its colour."""
    state = probe["state"] if probe["enabled"] else "off"
    return f"[{_COLOURS.get(state, 'dim')}]{state}[/]"


def to_result_table(results: Sequence[Mapping[str, Any]]) -> Table:
    """A line per answer, the newest first."""
    table = Table("When (UTC)", "", "Latency", "Question", "What was found", "Trace", box=None, pad_edge=False)
    table.columns[2].justify = "right"
    for result in results:
        found = result["detail"] or _to_text(result["answer"])
        table.add_row(
            result["ran_at"][:19].replace("T", " "),
            "[green]ok[/]" if result["is_ok"] else "[red]failed[/]",
            _to_ms(result["latency_ms"]),
            escape(_cut(result["question"])),
            escape(_cut(found)),
            result["trace_id"],
        )
    return table


def to_check_table(result: Mapping[str, Any]) -> Table:
    """A line per check of one answer."""
    table = Table.grid(padding=(0, 2))
    for check in result["checks"]:
        mark = "[green]✓[/]" if check["is_ok"] else "[red]✗[/]"
        table.add_row(mark, check["type"], escape(check["detail"]))
    return table


def _to_strip(steps: Sequence[Mapping[str, Any]]) -> str:
    return "".join(_to_mark(step) for step in steps[-_STRIP:])


def _to_mark(step: Mapping[str, Any]) -> str:
    if not step["runs"]:
        return "[dim]·[/]"
    if step["failed"] == step["runs"]:
        return "[red]█[/]"
    return "[yellow]▄[/]" if step["failed"] else "[green]█[/]"


def _to_ms(value: float | None) -> str:
    return "–" if value is None else f"{value:,.0f} ms"


def _to_text(value: Any) -> str:
    return value if isinstance(value, str) else str(value)


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _CELL_LENGTH_MAX else f"{line[:_CELL_LENGTH_MAX]}…"
