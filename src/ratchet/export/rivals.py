"""Other answers to an item's question: what its trace said before it was corrected, and what runs said."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ratchet.domain.condition import Condition, Operator
from ratchet.domain.qa import to_response
from ratchet.domain.run import RunQuery
from ratchet.domain.score import Score, ScoreType
from ratchet.domain.span import SpanKey
from ratchet.domain.value import decode_value
from ratchet.store.events import EventStore
from ratchet.store.events.run_items import find_run_items
from ratchet.store.events.score_reads import read_scores_of_traces
from ratchet.store.events.spans import read_spans
from ratchet.store.events.traces import read_traces

_RUN_ITEMS_MAX = 50_000


class Answer(NamedTuple):
    """An answer, how good it is where that is known, and whether somebody wrote it to correct another."""

    text: str
    score: float | None = None
    is_correction: bool = False


class Rivals:
    """Reads the other answers to items of one dataset; scores under `names` say how good they are."""

    def __init__(self, events: EventStore, project_id: str, dataset_id: str, names: Sequence[str]) -> None:
        self._events = events
        self._project_id = project_id
        self._names = frozenset(names)
        self._runs: dict[str, list[SpanKey]] = {}
        of_dataset = (Condition("dataset_id", Operator.EQUAL, dataset_id),)
        query = RunQuery(project_id=project_id, conditions=of_dataset)
        for run in find_run_items(events, query, limit=_RUN_ITEMS_MAX):
            self._runs.setdefault(run.item_id, []).append(SpanKey(project_id, run.trace_id, run.span_id))

    def read(self, records: Sequence[Mapping[str, Any]]) -> list[list[Answer]]:
        """The answers of each of these records in turn, its own first."""
        keys = [self._keys_of(record) for record in records]
        outputs = self._read_outputs({key for each in keys for key in each})
        traces = {key.trace_id for each in keys for key in each}
        scores = read_scores_of_traces(self._events, self._project_id, traces)
        return [
            list(self._answers_of(record, of_record, outputs, scores))
            for record, of_record in zip(records, keys, strict=True)
        ]

    def _keys_of(self, record: Mapping[str, Any]) -> list[SpanKey]:
        trace_id = record["source_trace_id"]
        source = [SpanKey(self._project_id, trace_id, record["source_observation_id"] or "")] if trace_id else []
        return source + self._runs.get(record["id"], [])

    def _answers_of(
        self,
        record: Mapping[str, Any],
        keys: Iterable[SpanKey],
        outputs: Mapping[SpanKey, str],
        scores: Mapping[str, Sequence[Score]],
    ) -> Iterator[Answer]:
        source_id = record["source_trace_id"]
        said = {key: outputs[key] for key in keys if key in outputs}
        first = next((text for key, text in said.items() if key.trace_id == source_id), None)
        if record["response"]:
            is_correction = first is not None and first != record["response"]
            yield Answer(record["response"], record["score"], is_correction)
        for key, text in said.items():
            of_trace = scores.get(key.trace_id, ())
            if text != record["response"]:
                yield Answer(text, self._newest(of_trace))
            yield from (Answer(score.string_value, None, True) for score in of_trace if _corrects(score))

    def _newest(self, scores: Iterable[Score]) -> float | None:
        of_quality = [score for score in scores if score.name in self._names and score.value is not None]
        newest = max(of_quality, key=lambda score: (score.timestamp, score.score_id), default=None)
        return None if newest is None else newest.value

    def _read_outputs(self, keys: set[SpanKey]) -> dict[SpanKey, str]:
        spans = read_spans(self._events, [key for key in keys if key.span_id])
        traces = read_traces(self._events, self._project_id, {key.trace_id for key in keys if not key.span_id})
        sources = {key: spans.get(key) or traces.get(key.trace_id) for key in keys}
        texts = {key: to_response(decode_value(source.output)) for key, source in sources.items() if source is not None}
        return {key: text for key, text in texts.items() if text}


def _corrects(score: Score) -> bool:
    return score.data_type is ScoreType.CORRECTION and bool(score.string_value)
