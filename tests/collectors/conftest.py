"""What tests of collectors share: equipment over the stores of the session, traces with scores, and a collector."""

from collections.abc import Callable, Iterator, Sequence
from time import time_ns
from typing import Any
from uuid import uuid4

import pytest

from ratchet.auth.keys import ensure_project
from ratchet.datasets.collectors.definitions import create_collector
from ratchet.datasets.collectors.equipment import Equipment, equip
from ratchet.datasets.collectors.live import collect_batch
from ratchet.datasets.collectors.schemas import CollectorNew
from ratchet.datasets.collectors.watching import Watch
from ratchet.domain.collector import Collector
from ratchet.domain.dataset import Item
from ratchet.domain.score import Score, ScoreType
from ratchet.domain.span import Span
from ratchet.server.stores import Stores
from ratchet.store.events.dataset_items import ItemQuery, find_items
from ratchet.store.events.scores import write_scores
from ratchet.store.events.spans import write_spans
from ratchet.store.records.collectors import delete_collector, read_collectors
from ratchet.store.records.datasets import read_dataset


@pytest.fixture
def equipment(stores: Stores, project: str) -> Iterator[Equipment]:
    """What collecting works with, over a project that is there."""
    ensure_project(stores.records, project, "A test's project")
    yield equip(stores.events, stores.records)
    for made in read_collectors(stores.records, project):  # a watch looks at every project
        delete_collector(stores.records, project, made.name)


@pytest.fixture
def collector(equipment: Equipment, project: str) -> Callable[..., Collector]:
    """Makes a collector that fills a dataset of its own name."""

    def make(name: str = "good", **rule: Any) -> Collector:
        said = {"name": name, "dataset": name, "criteria": [{"type": "quality", "at_least": 0.8}]} | rule
        return create_collector(equipment.events, equipment.records, project, CollectorNew.model_validate(said))

    return make


@pytest.fixture
def send(equipment: Equipment, project: str) -> Callable[..., str]:
    """Stores a trace of one span, and gives its id."""

    def write(question: str, answer: str = "An answer.", **changes: Any) -> str:
        now = time_ns()
        span = Span(
            project_id=project,
            trace_id=uuid4().hex,
            span_id=uuid4().hex[:16],
            root_rank=1,
            start_time=now,
            end_time=now + 10**6,
            name="chat",
            input=question,
            output=answer,
        )._replace(**changes)
        write_spans(equipment.events, [span])
        return span.trace_id

    return write


@pytest.fixture
def score(equipment: Equipment, project: str) -> Callable[..., str]:
    """Stores a score of a trace, and gives its id: sent again under it, the score is another."""

    def write(trace_id: str, value: float | str, name: str = "helpfulness", score_id: str = "", **said: Any) -> str:
        is_text = isinstance(value, str)
        given = Score(
            project,
            score_id or uuid4().hex,
            name,
            ScoreType.CATEGORICAL if is_text else ScoreType.NUMERIC,
            time_ns(),
            value=None if is_text else value,
            string_value=value if is_text else "",
            trace_id=trace_id,
            revision=time_ns(),
        )._replace(**said)
        write_scores(equipment.events, [given])
        return given.score_id

    return write


@pytest.fixture
def look(equipment: Equipment, monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Looks for news and collects at once, as the same watch every time; nothing is waited for to settle."""
    monkeypatch.setattr("ratchet.datasets.collectors.watching.SETTLED_S", 0.0)
    watch = Watch(equipment.events, equipment.records, lambda batch: collect_batch(equipment, batch) and None)
    return watch.look


@pytest.fixture
def items_of(equipment: Equipment, project: str) -> Callable[..., Sequence[Item]]:
    """The items of a dataset, the newest first; none where there is no dataset."""

    def read(name: str = "good", *, archived: bool = False) -> Sequence[Item]:
        dataset = read_dataset(equipment.records, project, name)
        if dataset is None:
            return []
        query = ItemQuery(project_id=project, dataset_id=dataset.id, archived=archived)
        return find_items(equipment.events, query, offset=0, limit=1000)[0]

    return read
