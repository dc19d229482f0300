"""Finding the preference pairs among the items of an export."""

from ratchet.domain.dataset import Dataset
from ratchet.domain.export import ExportOrder
from ratchet.errors import Unprocessable
from ratchet.export.desk import Advance, Desk
from ratchet.export.encoding import dump_json
from ratchet.export.pairs import Pair, Questions, to_preference
from ratchet.export.reading import read_records
from ratchet.export.rivals import Rivals
from ratchet.export.selection import Selection, read_quality_names
from ratchet.export.writing import Parts
from ratchet.text.redaction import redact_value

_ITEMS_MAX = 100_000
_AT_ONCE = 1000


class Pairs:
    """The pairs by the positions of the items that ask their questions."""

    def __init__(self, found: dict[int, Pair], order: ExportOrder) -> None:
        self.found = found
        self._order = order

    def read_parts(self, selection: Selection) -> Parts:
        """A line for each item, in the order of the files; empty for those without a pair, which are not written."""
        order = selection.file_order(is_split=self._order.train_split is not None)
        for start in range(0, len(order), _AT_ONCE):
            positions = order[start : start + _AT_ONCE]
            yield selection.hashes[positions].tolist(), [self._show(position) for position in positions.tolist()]

    def _show(self, position: int) -> bytes:
        pair = self.found.get(position)
        if pair is None:
            return b""
        shown = to_preference(pair, self._order.format)
        return dump_json(redact_value(shown) if self._order.redact else shown) + b"\n"


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
        records = list(read_records(desk.events, selection, page))
        for position, record, answers in zip(range(page.start, page.stop), records, rivals.read(records), strict=True):
            questions.add(position, record, answers)
        advance(0)
    return Pairs({pair.position: pair for pair in questions.pairs()}, order)
