"""What a sync did, and what it would do, as tables for a terminal."""

from collections.abc import Iterable, Mapping, Sequence

from rich.markup import escape
from rich.table import Table

from ratchet.langfuse.sync.account import Account, Refusal
from ratchet.langfuse.sync.plan import Amount

REFUSALS_SHOWN_MAX = 50


def to_amount_table(amounts: Iterable[Amount]) -> Table:
    """How much there is of each kind."""
    table = Table("Kind", "There are", box=None, pad_edge=False)
    table.columns[1].justify = "right"
    for amount in amounts:
        table.add_row(amount.kind, "not said" if amount.number is None else f"{amount.number:,}")
    return table


def to_account_table(done: Mapping[str, Account]) -> Table:
    """What became of each kind."""
    table = Table("Kind", "Read", "Written", "Refused", box=None, pad_edge=False)
    for column in table.columns[1:]:
        column.justify = "right"
    for kind, account in done.items():
        table.add_row(kind, f"{account.read:,}", f"{account.changed:,}", f"{account.refused:,}")
    return table


def to_refusal_table(refusals: Sequence[tuple[str, Refusal]], total: int) -> Table:
    """What was refused and why, as far as it fits a screen."""
    title = f"{total:,} were refused:"
    table = Table("Kind", "Which", "Reason", title=title, title_justify="left", box=None, pad_edge=False)
    table.columns[1].overflow = "fold"
    for kind, refusal in refusals[:REFUSALS_SHOWN_MAX]:
        table.add_row(kind, escape(refusal.name), escape(refusal.reason))
    if (more := total - min(len(refusals), REFUSALS_SHOWN_MAX)) > 0:
        table.add_row("…", "", f"and {more:,} more")
    return table
