"""What tests of judges share: a bench over the stores of the session, and traces to judge."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from time import time_ns
from uuid import uuid4

import pytest

from ratchet.auth.keys import ensure_project
from ratchet.domain.judge import Judge
from ratchet.domain.score import Score
from ratchet.domain.span import Span
from ratchet.judges.bench import Bench, open_bench
from ratchet.judges.kinds.kind import Surroundings
from ratchet.judges.live import judge_batch
from ratchet.judges.watching import Batch, Watch
from ratchet.server.stores import Stores
from ratchet.store.events.score_reads import read_scores_of_traces
from ratchet.store.events.spans import write_spans
from ratchet.store.records.judges import delete_judge, read_judges, write_judge


@pytest.fixture
def bench(stores: Stores, project: str) -> Bench:
    """What judging works with, over a project that is there."""
    ensure_project(stores.records, project, "A test's project")
    return open_bench(stores.events, stores.records, stores.writers, "a secret that is long enough")


@pytest.fixture
def judge(bench: Bench, project: str) -> Iterator[Callable[..., Judge]]:
    """Defines a judge that looks at what arrives; without a delay, so that tests need none."""

    def define(name: str = "length", **changes: object) -> Judge:
        made = Judge(project_id=project, name=name, version=1, kind="length", created_at=datetime.now(UTC), delay_s=0)
        made = replace(made, **changes)
        write_judge(bench.records, made, now_us=0)
        return made

    yield define
    for made in read_judges(bench.records, project):  # a watch looks at every project
        delete_judge(bench.records, project, made.name)


@pytest.fixture
def send(bench: Bench, project: str) -> Callable[..., list[str]]:
    """Stores traces of one span each, and gives their ids."""

    def write(*answers: str, **changes: object) -> list[str]:
        now = time_ns()
        spans = [
            Span(
                project_id=project,
                trace_id=uuid4().hex,
                span_id=uuid4().hex[:16],
                root_rank=1,
                start_time=now + position,
                end_time=now + position + 10**6,
                name="chat",
                input="What is it?",
                output=answer,
            )._replace(**changes)
            for position, answer in enumerate(answers)
        ]
        write_spans(bench.events, spans)
        return [span.trace_id for span in spans]

    return write


@pytest.fixture
def looking(bench: Bench, project: str) -> Callable[..., Callable[[], int]]:
    """A watch that judges at once what arrives in this project, and counts how often a trace was given to a judge."""

    def make(**changes: float) -> Callable[[], int]:
        given: list[int] = []

        def judge(batch: Batch) -> None:
            if batch.project_id == project:
                given.append(len(batch.trace_ids) * len(batch.judges))
                judge_batch(bench, batch)

        watch = Watch(bench.events, bench.records, judge, **changes)

        def look() -> int:
            given.clear()
            watch.look()
            return sum(given)

        return look

    return make


@pytest.fixture
def look(looking: Callable[..., Callable[[], int]]) -> Callable[[], int]:
    """Looks for arrivals and judges them at once, as the same watch every time."""
    return looking()


@pytest.fixture
def scores_of(bench: Bench, project: str) -> Callable[[Sequence[str]], dict[str, list[Score]]]:
    """The scores of traces, by trace."""
    return lambda trace_ids: read_scores_of_traces(bench.events, project, trace_ids)


@pytest.fixture
def alone(stores: Stores) -> Surroundings:
    """Surroundings for judges that reach for nothing in them."""
    return Surroundings("project", stores.records, "a secret that is long enough")
