"""Whether a run that may stop early has settled its verdict."""

from functools import cached_property

from ratchet.domain.regression_run import RegressionRun
from ratchet.errors import Conflict, NotFound
from ratchet.regression.against import choose_side
from ratchet.regression.early_stop import read_scores, should_stop
from ratchet.regression.items import read_item_ids
from ratchet.regression.side import Side
from ratchet.store.events import EventStore
from ratchet.store.events.answers import read_answers
from ratchet.store.records import RecordStore


class Settling:
    """Looks at a run under way; what it is held against, and its order, are read once."""

    def __init__(self, events: EventStore, records: RecordStore, run: RegressionRun) -> None:
        self._events = events
        self._records = records
        self._run = run

    def is_settled(self) -> bool:
        """Whether the answers so far are enough for the verdict."""
        if not self._run.criteria.stops_early or self._side is None:
            return False
        answers = read_answers(self._events, self._run.project_id, self._run.id)
        scores = read_scores(self._run.score_name, self._side.answers, answers, self._order)
        return should_stop(scores, self._run.criteria) is not None

    @cached_property
    def _side(self) -> Side | None:
        try:
            return choose_side(self._events, self._records, self._run).naming(self._run.score_name)
        except (Conflict, NotFound):
            return None  # the report will say why there is nothing to compare with

    @cached_property
    def _order(self) -> list[str]:
        return read_item_ids(self._events, self._run)
