"""The dashboard's numbers as tables for a terminal."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.columns import Columns
from rich.console import RenderableType
from rich.table import Table

_BARS = "▁▂▃▄▅▆▇█"


def to_tables(dashboard: Mapping[str, Any]) -> RenderableType:
    """Latency, errors, persona and quality, side by side as far as the terminal is wide."""
    latency, errors, persona = dashboard["latency"], dashboard["errors"], dashboard["persona"]
    return Columns(
        [
            _table("Latency", [(name.removesuffix("_ms"), _number(value)) for name, value in latency.items()]),
            _table(
                "Errors",
                [
                    ("traces", str(errors["total_traces"])),
                    ("failed", str(errors["error_count"])),
                    ("rate", f"{errors['error_rate']} %"),
                    *((name, str(count)) for name, count in errors["error_types"].items()),
                ],
            ),
            _table("Persona", [(name.removeprefix("persona_"), _score(value)) for name, value in persona.items()]),
            _table("Quality by hour", _quality(dashboard["quality"])),
        ]
    )


def _table(title: str, rows: Sequence[tuple[str, str]]) -> Table:
    table = Table(title=title, show_header=False)
    table.add_column()
    table.add_column(justify="right")
    for row in rows:
        table.add_row(*row)
    return table


def _quality(buckets: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    averages = [bucket["avg_score"] for bucket in buckets]
    if not averages:
        return [("no scores yet", "")]
    worst = min(buckets, key=lambda bucket: bucket["avg_score"])
    return [
        (_sparkline(averages), f"{averages[0]:.2f} → {averages[-1]:.2f}"),
        ("worst hour", f"{worst['timestamp'][-5:]}  {worst['avg_score']:.2f} (n={worst['count']})"),
        ("scores", str(sum(bucket["count"] for bucket in buckets))),
    ]


def _sparkline(values: Sequence[float]) -> str:
    low, high = min(values), max(values)
    width = (high - low) or 1.0
    return "".join(_BARS[round((value - low) / width * (len(_BARS) - 1))] for value in values)


def _number(value: float | int | None) -> str:
    if value is None:
        return "–"
    return str(value) if isinstance(value, int) else f"{value:,.0f} ms"


def _score(value: Any) -> str:
    return f"{value['avg']:.3f} (n={value['count']})" if isinstance(value, Mapping) else str(value)
