"""Whether a run that may stop early has settled its verdict."""

from functools import cached_property

from ratchet.domain.regression_run import RegressionRun
from ratchet.errors import Conflict, NotFound
from ratchet.regression.against import choose_side, side_of_run
from ratchet.regression.early_stop import read_scores, should_stop
from ratchet.regression.items import read_item_ids
from ratchet.regression.side import Side, check_comparable
from ratchet.store.events import EventStore
from ratchet.store.records import RecordStore


class Settling:
    """Looks at a run under way; what it is held against, and its order, are read once."""

    def __init__(self, events: EventStore, records: RecordStore, run: RegressionRun) -> None:
        self._events = events
        self._records = records
        self._run = run

    def is_settled(self) -> bool:
        """Whether the answers so far are enough for the verdict."""
        run, baseline = self._run, self._side
        if not run.criteria.stops_early or baseline is None:
            return False
        candidate = side_of_run(self._events, run.project_id, run)
        try:
            check_comparable(baseline, candidate, [run.score_name])
        except Conflict:
            return False
        scores = read_scores(run.score_name, baseline.answers, candidate.answers, self._order)
        return should_stop(scores, run.criteria) is not None

    @cached_property
    def _side(self) -> Side | None:
        if self._run.criteria.rescores:
            return None  # until the end, when the baseline is scored again, its scores say nothing
        try:
            return choose_side(self._events, self._records, self._run).naming(self._run.score_name)
        except (Conflict, NotFound):
            return None  # the report will say why there is nothing to compare with

    @cached_property
    def _order(self) -> list[str]:
        return read_item_ids(self._events, self._run)
