"""Looking at items before they are written: what would make a file invalid, and what its reader should know."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ratchet.datasets.held_out import HeldOut
from ratchet.domain.export import Checks, ExportFormat, ExportOrder
from ratchet.export.chat import to_chat
from ratchet.export.desk import Advance
from ratchet.export.openai_models import find_tokens_max
from ratchet.export.openai_rules import find_fault
from ratchet.export.reading import read_records
from ratchet.export.resemblance import Resemblance
from ratchet.export.selection import Selection
from ratchet.export.tokens import Tokens
from ratchet.store.events import EventStore
from ratchet.text.redaction import redact
from ratchet.text.words import fingerprint

_SAMPLE = 2_000
_PARTS = 10
_EXAMPLES_MAX = 5


@dataclass(slots=True)
class Inspection:
    """What was found: `kept` says for each item whether it is written, the rest is for the report."""

    kept: np.ndarray
    tokens: Tokens
    looked_at: int = 0
    reasons: Counter[str] = field(default_factory=Counter[str])
    examples: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    resemblance: Resemblance = field(default_factory=Resemblance)
    personal_data: Counter[str] = field(default_factory=Counter[str])
    with_personal_data: int = 0
    contaminated: Counter[str] = field(default_factory=Counter[str])
    queries: dict[int, str] = field(default_factory=dict[int, str])
    knows_all_held_out: bool = True

    def leave_out(self, position: int, item_id: str, reason: str) -> None:
        """Do not write an item, for this reason."""
        self.kept[position] = False
        self.reasons[reason] += 1
        if len(named := self.examples.setdefault(reason, [])) < _EXAMPLES_MAX:
            named.append(item_id)


class Inspector:
    """Looks at items one after the other.

    `held_out` are the queries that are kept for evaluation; `paired` the positions of items
    with a preference pair, where only these are written.
    """

    def __init__(self, order: ExportOrder, items: int, held_out: HeldOut) -> None:
        self.found = Inspection(np.ones(items, dtype=bool), Tokens(order.model), knows_all_held_out=held_out.is_whole)
        self.order = order
        self.paired: Collection[int] | None = None
        self._held_out = held_out

    def look_at(self, position: int, record: Mapping[str, Any], *, is_chosen: bool) -> None:
        """Note why an item cannot be written, and of a chosen one what else there is to say."""
        self.found.looked_at += is_chosen
        tokens = self.found.tokens.count(record, self.order)
        reason = self._find_fault(position, record, tokens)
        if reason is None and is_chosen:
            reason = self._look_for_doubles(position, record)
        if reason is not None:
            self.found.leave_out(position, record["id"], reason)
        elif is_chosen:
            self._describe(record, tokens)

    def _describe(self, record: Mapping[str, Any], tokens: int) -> None:
        self.found.tokens.add(tokens)
        if kinds := _count_personal_data(record["query"], record["response"]):
            self.found.personal_data.update(kinds)
            self.found.with_personal_data += 1

    def _find_fault(self, position: int, record: Mapping[str, Any], tokens: int) -> str | None:
        if self.paired is not None and position not in self.paired:
            return "there is no better and worse answer to compare"
        fault = find_fault_for(self.order, record)
        limit = find_tokens_max(self.order.model or "")
        if fault is None and self.order.format is ExportFormat.OPENAI and tokens > limit:
            return f"it has more than {limit:,} tokens"
        return fault

    def _look_for_doubles(self, position: int, record: Mapping[str, Any]) -> str | None:
        """Whether the item is in the dataset already, or in one that is kept for evaluation; a reason if it must go."""
        query = record["query"] or ""
        found, self.found.queries[position] = self.found, fingerprint(query)
        text = f"{query}\n{record['response'] or ''}"
        if found.resemblance.add(position, text) is not None and self.order.drop_duplicates:
            return "it is nearly the same as another"
        dataset = self._held_out.find(found.queries[position])
        if dataset is not None:
            found.contaminated[dataset] += 1
        return "its query is in an evaluation dataset" if dataset and self.order.drop_contaminated else None


def inspect_items(events: EventStore, selection: Selection, inspector: Inspector, advance: Advance) -> None:
    """Look at those items that may be left out, and at as many others as the order's checks ask for."""
    chosen = choose_sample(selection, inspector.order)
    wanted = chosen | ~selection.is_fit
    for page in selection.pages():
        positions = page.start + np.flatnonzero(wanted[page.start : page.stop])
        if len(positions):
            part = selection.page(int(positions[0]), int(positions[-1]) + 1)
            for position, record in enumerate(read_records(events, selection, part), part.start):
                if wanted[position]:
                    inspector.look_at(position, record, is_chosen=bool(chosen[position]))
        advance(0)


def choose_sample(selection: Selection, order: ExportOrder) -> np.ndarray:
    """Which items are looked at for the report: all of few, and where a switch needs it; else some, evenly taken."""
    count = len(selection)
    acts = order.drop_duplicates or order.drop_contaminated
    if acts or order.checks is Checks.FULL or (order.checks is Checks.FAST and count <= _SAMPLE):
        return np.ones(count, dtype=bool)
    if order.checks is Checks.NONE:
        return np.zeros(count, dtype=bool)
    # Runs of neighbours: what is nearly the same was often made together.
    return np.arange(count) % (count // _PARTS) < _SAMPLE // _PARTS


def find_fault_for(order: ExportOrder, record: Mapping[str, Any]) -> str | None:
    """Why an item cannot be in a file of this format; None when it can."""
    match order.format:
        case ExportFormat.OPENAI:
            return find_fault(to_chat(record, order.system_prompt))
        case ExportFormat.MESSAGES | ExportFormat.HUGGINGFACE:
            missing = [name for name in ("query", "response") if not record[name]]
            return f"it has no {' and no '.join(missing)}" if missing else None
        case _:
            return None


def _count_personal_data(*texts: str | None) -> Counter[str]:
    """How many of each kind `ratchet.text.redaction` finds in texts."""
    found: Counter[str] = Counter()
    for text in texts:
        found.update(redact(text or "").found)
    return found
