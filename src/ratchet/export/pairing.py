"""Finding the preference pairs among the items of an export."""

from ratchet.domain.dataset import Dataset
from ratchet.domain.export import ExportOrder
from ratchet.errors import Unprocessable
from ratchet.export.completion import read_page
from ratchet.export.desk import Advance, Desk
from ratchet.export.encoding import to_lines
from ratchet.export.pairs import Pair, Questions, to_preference
from ratchet.export.record import to_records
from ratchet.export.rivals import Rivals
from ratchet.export.selection import Page, Selection, read_quality_names
from ratchet.store.events.client import ArrowTable
from ratchet.text.redaction import redact_value

_ITEMS_MAX = 100_000


class Pairs:
    """The pairs by the positions of the items that ask their questions."""

    def __init__(self, found: dict[int, Pair], order: ExportOrder) -> None:
        self.found = found
        self._order = order

    def read(self, page: Page) -> ArrowTable:
        """A line for each item of a page; empty for those without a pair, which are not written."""
        return to_lines(self._show(position) for position in range(page.start, page.stop))

    def _show(self, position: int) -> dict[str, object]:
        pair = self.found.get(position)
        shown = {} if pair is None else to_preference(pair, self._order.format)
        return redact_value(shown) if self._order.redact else shown


def find_pairs(desk: Desk, dataset: Dataset, selection: Selection, order: ExportOrder, advance: Advance) -> Pairs:
    """The pairs of a selection; raises `Unprocessable` for more items than can be compared at once."""
    if len(selection) > _ITEMS_MAX:
        raise Unprocessable(
            f"Preference pairs are made of {_ITEMS_MAX:,} items at most, and {len(selection):,} answer the filters. "
            "Narrow them."
        )
    names = read_quality_names(desk.events, desk.records, dataset.project_id)
    rivals, questions = Rivals(desk.events, dataset.project_id, dataset.id, names), Questions(order)
    for page in selection.pages():
        records = list(to_records(read_page(desk.events, selection, page)))
        for position, record, answers in zip(range(page.start, page.stop), records, rivals.read(records), strict=True):
            questions.add(position, record, answers)
        advance(0)
    return Pairs({pair.position: pair for pair in questions.pairs()}, order)
