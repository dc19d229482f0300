"""A release as a target: its answers are the traces that it left, matched with the items they answer.

A trace that says which item it answers (a run of the dataset by an SDK) comes first; else the question has to be the
same, whatever its case, spacing and punctuation. Repeats of an item are its newest traces, one after the other.
"""

import asyncio
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from ratchet.domain.answer import AskFailure
from ratchet.domain.condition import Condition, Operator
from ratchet.domain.dataset import Item
from ratchet.domain.qa import to_query, to_response
from ratchet.domain.run import RunQuery
from ratchet.domain.target import Target
from ratchet.domain.trace import Trace, TraceQuery, TraceStatus
from ratchet.domain.value import decode_value
from ratchet.store.events import EventStore
from ratchet.store.events.run_items import find_run_items
from ratchet.store.events.trace_search import walk_traces
from ratchet.store.events.traces import read_traces
from ratchet.targets.reply import Reply, failed
from ratchet.text.words import normalise

# The newest traces of a release, and the newest runs of items of a dataset, that are looked through.
TRACES_MAX = 20_000
_AT_ONCE = 500

Found = Mapping[str, Sequence[str]]
"""Ids of traces, the newest first, by an item's id or by what was asked."""


class Release:
    """Traces of a release, looked through once, when the first item is asked about."""

    def __init__(self, events: EventStore, target: Target) -> None:
        self._events = events
        self._target = target
        self._guard = threading.Lock()
        self._of_items: dict[str, Found] = {}
        self._of_questions: Found | None = None

    async def ask(self, item: Item, repeat: int) -> Reply:
        """The trace of this release that answers an item."""
        return await asyncio.to_thread(self._find, item, repeat)

    def _find(self, item: Item, repeat: int) -> Reply:
        with self._guard:
            known = self._find_known(item)
        if repeat >= len(known):
            said = f"{len(known)} of the traces that {self._target.release!r} left answer this item."
            return failed(AskFailure.NO_TRACE, f"There is no trace for repeat {repeat + 1}: {said}")
        trace = read_traces(self._events, item.project_id, [known[repeat]]).get(known[repeat])
        if trace is None:
            return failed(AskFailure.NO_TRACE, f"The trace {known[repeat]} has been deleted.")
        return _to_reply(trace)

    def _find_known(self, item: Item) -> Sequence[str]:
        if item.dataset_id not in self._of_items:
            self._of_items[item.dataset_id] = self._read_of_items(item) if item.dataset_id else {}
        said = self._of_items[item.dataset_id].get(item.id)
        if said:
            return said
        if self._of_questions is None:
            self._of_questions = self._read_of_questions(item.project_id)
        return self._of_questions.get(normalise(item.query or ""), ())

    def _read_of_items(self, item: Item) -> Found:
        of_dataset = (Condition("dataset_id", Operator.EQUAL, item.dataset_id),)
        query = RunQuery(project_id=item.project_id, conditions=of_dataset)
        runs = find_run_items(self._events, query, limit=TRACES_MAX)
        ours = {
            trace.id for trace in self._read(item.project_id, (run.trace_id for run in runs)) if self._is_ours(trace)
        }
        return _group((run.item_id, run.trace_id) for run in runs if run.trace_id in ours)

    def _read_of_questions(self, project_id: str) -> Found:
        conditions = [Condition("release", Operator.EQUAL, self._target.release)]
        if self._target.environment:
            conditions.append(Condition("environment", Operator.EQUAL, self._target.environment))
        query = TraceQuery(project_id=project_id, conditions=tuple(conditions))
        places = islice(walk_traces(self._events, query, batch=_AT_ONCE), TRACES_MAX)
        traces = self._read(project_id, (place.trace_id for place in places))
        return _group((normalise(to_query(decode_value(trace.input)) or ""), trace.id) for trace in traces)

    def _read(self, project_id: str, trace_ids: Iterable[str]) -> Iterator[Trace]:
        ids = iter(dict.fromkeys(trace_ids))
        while some := list(islice(ids, _AT_ONCE)):
            found = read_traces(self._events, project_id, some)
            yield from (found[trace_id] for trace_id in some if trace_id in found)

    def _is_ours(self, trace: Trace) -> bool:
        return trace.release == self._target.release and self._target.environment in ("", trace.environment)


def _group(pairs: Iterable[tuple[str, str]]) -> Found:
    found: dict[str, list[str]] = {}
    for key, trace_id in pairs:
        if key and trace_id not in found.setdefault(key, []):
            found[key].append(trace_id)
    return found


def _to_reply(trace: Trace) -> Reply:
    if trace.status is TraceStatus.ERROR:
        detail = f"This trace ended with an error: {trace.error_type or 'of no type'}."
        return failed(AskFailure.SERVER_ERROR, detail, trace_id=trace.id, latency_ms=trace.latency_ms)
    answer = to_response(decode_value(trace.output)) or ""
    return Reply(output=answer, trace_id=trace.id, latency_ms=trace.latency_ms)
