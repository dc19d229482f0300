"""What judges are given of traces: the documents that were found, and what is known of their cost."""

from collections.abc import Callable
from time import time_ns
from typing import Any
from uuid import uuid4

import pytest

from ratchet.domain.span import Span
from ratchet.judges.bench import Bench
from ratchet.judges.material import find_subjects, read_material
from ratchet.judges.subject import Source, Subject
from ratchet.store.events.spans import write_spans

DOCUMENTS = '[{"content": "Refunds take 5 days.", "id": "faq"}]'
FAQ = Source("Refunds take 5 days.", "faq")


@pytest.fixture
def see(bench: Bench, project: str, judge: Callable[..., Any]) -> Callable[..., Subject]:
    """Stores a trace with spans beside its root, and gives what a judge sees of it."""

    def store(*inner: dict[str, Any], **root: Any) -> Subject:
        now, trace_id = time_ns(), uuid4().hex
        whole = Span(project, trace_id, "root", start_time=now, end_time=now, root_rank=1, output="Soon.")
        spans = [
            Span(project, trace_id, f"span {number}", "root", start_time=now + number)._replace(**said)
            for number, said in enumerate(inner)
        ]
        write_spans(bench.events, [whole._replace(**root), *spans])
        material = read_material(bench.events, project, [trace_id])
        [subject] = find_subjects(bench.events, judge(f"judge {trace_id}"), material)
        return subject

    return store


@pytest.mark.parametrize("name", ["retrieve", "VectorSearch", "knowledge_base", "similarity search"])
def test_plain_spans_that_are_called_retrieval_give_sources(see: Callable[..., Subject], name: str) -> None:
    assert see({"name": name, "output": DOCUMENTS}).sources == (FAQ,)
    assert see({"name": name, "type": "TOOL", "output": DOCUMENTS}).sources == (FAQ,)


def test_a_span_that_is_marked_as_a_retriever_is_the_one_that_counts(see: Callable[..., Subject]) -> None:
    marked = {"name": "docs", "type": "RETRIEVER", "output": DOCUMENTS}
    assert see({"name": "retrieval step", "output": '["Raw hits"]'}, marked).sources == (FAQ,)


def test_other_spans_give_no_sources(see: Callable[..., Subject]) -> None:
    assert see({"name": "book a flight", "output": DOCUMENTS}).sources == ()
    assert see({"name": "retrieve", "type": "GENERATION", "output": DOCUMENTS}).sources == ()


def test_what_a_trace_cost_is_unknown_until_something_in_it_has_a_price(see: Callable[..., Subject]) -> None:
    assert see().cost_usd is None
    assert see({"name": "answer", "model": "nobody-priced"}).cost_usd is None
    assert see({"name": "answer", "cost": {"input": 0.0, "total": 0.0}}).cost_usd == 0.0
    assert see({"cost": {"total": 0.25}}, cost={"total": 0.5}).cost_usd == 0.75
