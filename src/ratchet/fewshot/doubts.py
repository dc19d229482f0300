"""What speaks against taking a difference between traces with and without examples for the examples' doing."""

from collections.abc import Iterator, Sequence

import scipy  # loads its parts when they are used: the server starts without them

from ratchet.domain.few_shot_settings import FewShotSettings
from ratchet.domain.window import Window, from_ns
from ratchet.store.events.few_shot_uses import UseGroup

# So unlikely by chance that something is amiss, however often one looks.
_P_MAX = 0.001


def find_doubts(uses: Sequence[UseGroup], settings: FewShotSettings, window: Window) -> list[str]:
    """Reasons for doubt, in the words of a report."""
    if not uses:
        return []
    given, withheld = ([use for use in uses if use.is_held_out is side] for side in (False, True))
    return [*_of_the_lot(_traces(given), _traces(withheld), settings, window), *_of_scores(given, withheld)]


def _of_the_lot(given: int, withheld: int, settings: FewShotSettings, window: Window) -> Iterator[str]:
    share = settings.holdout_share
    if not withheld:
        why = "holdout_share is 0 in the settings" if not share else "none of these traces was held out"
        yield f"Nothing can be said of what examples do: {why}."
        return
    has_changed = settings.updated_at is not None and settings.updated_at > from_ns(window.start)
    if share and not has_changed and _is_odd(withheld, given + withheld, share):
        found = withheld / (given + withheld)
        yield (
            f"{found:.1%} of the traces were held out where the settings say {share:.1%}: applications use another "
            "share, or some traces are lost more often than others, and then the uplift is not to be trusted."
        )


def _of_scores(given: Sequence[UseGroup], withheld: Sequence[UseGroup]) -> Iterator[str]:
    counts = [(sum(use.scored for use in side), _traces(side)) for side in (given, withheld)]
    if not all(traces for _, traces in counts):
        return
    table = [[scored, traces - scored] for scored, traces in counts]
    if float(scipy.stats.fisher_exact(table).pvalue) < _P_MAX:
        shares = [scored / traces for scored, traces in counts]
        yield (
            f"{shares[0]:.0%} of the traces with examples have a Quality score, and {shares[1]:.0%} of those without: "
            "whatever decides which traces are scored may be what the uplift shows."
        )


def _is_odd(count: int, total: int, share: float) -> bool:
    return float(scipy.stats.binomtest(count, total, share).pvalue) < _P_MAX


def _traces(uses: Sequence[UseGroup]) -> int:
    return sum(use.traces for use in uses)
