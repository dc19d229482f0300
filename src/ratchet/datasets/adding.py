"""Adding traces to a dataset: those that are named, or those that a search finds."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ratchet.datasets.from_traces import to_item
from ratchet.datasets.items import write_items
from ratchet.domain.dataset import Dataset
from ratchet.domain.trace import Trace, TraceQuery
from ratchet.errors import RatchetError
from ratchet.store.events import EventStore
from ratchet.store.events.score_reads import read_scores_of_traces
from ratchet.store.events.trace_search import search_traces
from ratchet.store.events.traces import read_traces
from ratchet.store.records import RecordStore

_BATCH = 200
_WITHOUT_INPUT = "The trace has no input, which an item needs."


@dataclass(slots=True)
class Added:
    """What became of traces, by their ids: the id of the item that one made, or why it made none."""

    items: dict[str, str] = field(default_factory=dict[str, str])
    refused: dict[str, str] = field(default_factory=dict[str, str])


def add_named_traces(
    events: EventStore, records: RecordStore, dataset: Dataset, trace_ids: Sequence[str], *, score_name: str | None
) -> Added:
    """Add the traces with these ids; one that is not there is refused."""
    added = _add_traces(events, records, dataset, _read_pages(events, dataset.project_id, trace_ids), score_name)
    known = added.items.keys() | added.refused.keys()
    added.refused |= {trace_id: "There is no such trace." for trace_id in trace_ids if trace_id not in known}
    return added


def add_found_traces(
    events: EventStore,
    records: RecordStore,
    dataset: Dataset,
    query: TraceQuery,
    *,
    limit: int,
    score_name: str | None,
) -> Added:
    """Add the newest traces of a query."""
    return _add_traces(events, records, dataset, _find_pages(events, query, limit), score_name)


def _read_pages(events: EventStore, project_id: str, trace_ids: Sequence[str]) -> Iterator[list[Trace]]:
    ids = list(dict.fromkeys(trace_ids))
    for first in range(0, len(ids), _BATCH):
        yield list(read_traces(events, project_id, ids[first : first + _BATCH]).values())


def _find_pages(events: EventStore, query: TraceQuery, limit: int) -> Iterator[list[Trace]]:
    after, left = None, limit
    while left:
        page = search_traces(events, query, limit=min(left, _BATCH), after=after)
        yield page.traces
        after, left = page.next, left - len(page.traces)
        if after is None:
            return


def _add_traces(
    events: EventStore,
    records: RecordStore,
    dataset: Dataset,
    pages: Iterable[list[Trace]],
    score_name: str | None,
) -> Added:
    added = Added()
    for traces in pages:
        added.refused |= {trace.id: _WITHOUT_INPUT for trace in traces if not trace.input}
        usable = [trace for trace in traces if trace.input]
        scores = read_scores_of_traces(events, dataset.project_id, [trace.id for trace in usable])
        items = [to_item(dataset, trace, scores.get(trace.id, []), score_name=score_name) for trace in usable]
        for trace, outcome in zip(usable, write_items(events, records, dataset, items), strict=True):
            if isinstance(outcome, RatchetError):
                added.refused[trace.id] = outcome.message
            else:
                added.items[trace.id] = outcome.id
    return added
