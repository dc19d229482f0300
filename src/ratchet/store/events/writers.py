"""The queues through which everything that grows with traffic is written."""

from collections.abc import Sequence
from dataclasses import dataclass

from ratchet.domain.content import SpanContent
from ratchet.domain.run import RunItem
from ratchet.domain.score import Score
from ratchet.domain.span import Span
from ratchet.store.events.answers import GivenAnswer, write_answers
from ratchet.store.events.client import EventStore
from ratchet.store.events.commit import GroupCommit
from ratchet.store.events.run_items import write_run_items
from ratchet.store.events.scores import write_scores
from ratchet.store.events.span_contents import write_span_contents
from ratchet.store.events.spans import write_spans

# A group larger than this writes no faster, and is held in memory three times while it is written.
GROUP_SIZE_BYTES_MAX = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Writers:
    """One queue per table."""

    spans: GroupCommit[Span]
    scores: GroupCommit[Score]
    contents: GroupCommit[SpanContent]
    run_items: GroupCommit[RunItem]
    answers: GroupCommit[GivenAnswer]

    def close(self) -> None:
        """Write what is queued, then stop."""
        self.spans.close()
        self.scores.close()
        self.contents.close()
        self.run_items.close()
        self.answers.close()


def open_writers(store: EventStore, *, pending_size_bytes_max: int) -> Writers:
    """Start the writers of a store; each queue holds at most `pending_size_bytes_max`."""

    def store_spans(spans: Sequence[Span]) -> None:
        write_spans(store, spans)

    def store_scores(scores: Sequence[Score]) -> None:
        write_scores(store, scores)

    def store_contents(contents: Sequence[SpanContent]) -> None:
        write_span_contents(store, contents)

    def store_run_items(items: Sequence[RunItem]) -> None:
        write_run_items(store, items)

    def store_answers(answers: Sequence[GivenAnswer]) -> None:
        write_answers(store, answers)

    return Writers(
        spans=GroupCommit(
            store_spans,
            name="spans",
            pending_size_bytes_max=pending_size_bytes_max,
            group_size_bytes_max=GROUP_SIZE_BYTES_MAX,
        ),
        scores=GroupCommit(
            store_scores,
            name="scores",
            pending_size_bytes_max=pending_size_bytes_max,
            group_size_bytes_max=GROUP_SIZE_BYTES_MAX,
        ),
        contents=GroupCommit(
            store_contents,
            name="log records",
            pending_size_bytes_max=pending_size_bytes_max,
            group_size_bytes_max=GROUP_SIZE_BYTES_MAX,
        ),
        run_items=GroupCommit(
            store_run_items,
            name="items of runs",
            pending_size_bytes_max=pending_size_bytes_max,
            group_size_bytes_max=GROUP_SIZE_BYTES_MAX,
        ),
        answers=GroupCommit(
            store_answers,
            name="answers of runs",
            pending_size_bytes_max=pending_size_bytes_max,
            group_size_bytes_max=GROUP_SIZE_BYTES_MAX,
        ),
    )
