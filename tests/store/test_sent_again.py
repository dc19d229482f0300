"""What is sent again becomes no second row, whatever time it says it is of."""

import pytest

from ratchet.domain.score import Score
from ratchet.domain.span import Span
from ratchet.store.events import EventStore
from ratchet.store.events.scores import write_scores
from ratchet.store.events.spans import write_spans

SECOND = 10**9
HOUR = 3600 * SECOND
START = 1_700_000_000 * SECOND
MOVES = pytest.mark.parametrize(
    "moved",
    [0, 1, 5 * SECOND, 3 * HOUR, -3 * HOUR, 24 * HOUR, 40 * 24 * HOUR, -40 * 24 * HOUR],
    ids=["same", "nanosecond", "seconds", "hours", "hours back", "day", "months", "months back"],
)


def read_spans(events: EventStore, project: str) -> list[tuple[str, str, int, str]]:
    """Trace, span, start and name of every row, as any reader sees them."""
    return [
        tuple(row)
        for row in events.query(
            "SELECT trace_id, span_id, start_time, name FROM spans FINAL WHERE project_id = {project:String} "
            "ORDER BY trace_id, span_id",
            {"project": project},
        )
    ]


def read_scores(events: EventStore, project: str) -> list[tuple[str, int, float]]:
    return [
        tuple(row)
        for row in events.query(
            "SELECT score_id, timestamp, value FROM scores FINAL WHERE project_id = {project:String} ORDER BY score_id",
            {"project": project},
        )
    ]


@MOVES
def test_a_span_sent_again_replaces_the_row_and_keeps_its_start(events: EventStore, project: str, moved: int) -> None:
    span = Span(project, "trace", "span", start_time=START, name="first", revision=1)
    write_spans(events, [span])
    write_spans(events, [span._replace(start_time=START + moved, name="second", revision=2)])
    assert read_spans(events, project) == [("trace", "span", START, "second")]


def test_a_span_twice_in_a_batch_becomes_one_row(events: EventStore, project: str) -> None:
    span = Span(project, "trace", "span", start_time=START, revision=1)
    write_spans(events, [span, span._replace(start_time=START + 3 * HOUR, name="later", revision=2)])
    assert [(row[0], row[1], row[3]) for row in read_spans(events, project)] == [("trace", "span", "later")]


def test_a_span_sent_many_times_stays_one_row_after_a_merge(events: EventStore, project: str) -> None:
    for n in range(5):
        write_spans(events, [Span(project, "trace", "span", start_time=START + n * HOUR, name=str(n), revision=n)])
    events.command("OPTIMIZE TABLE spans FINAL")
    assert read_spans(events, project) == [("trace", "span", START, "4")]


def test_the_same_span_id_in_other_traces_and_projects_is_another_span(events: EventStore, project: str) -> None:
    other = f"{project}-other"
    write_spans(events, [Span(project, "t1", "span", start_time=START), Span(other, "t1", "span", start_time=START)])
    write_spans(events, [Span(project, "t2", "span", start_time=START + HOUR)])
    assert [row[:3] for row in read_spans(events, project)] == [("t1", "span", START), ("t2", "span", START + HOUR)]
    assert [row[:3] for row in read_spans(events, other)] == [("t1", "span", START)]


def test_a_large_batch_sent_again_with_other_times_stays_as_many_rows(events: EventStore, project: str) -> None:
    spans = [Span(project, f"t{n}", f"s{n:04}", start_time=START + n) for n in range(5000)]
    write_spans(events, spans)
    write_spans(events, [span._replace(start_time=span.start_time + 40 * 24 * HOUR) for span in spans])
    assert sorted(start for _, _, start, _ in read_spans(events, project)) == [span.start_time for span in spans]


@MOVES
def test_a_score_sent_again_replaces_the_row_and_keeps_its_time(events: EventStore, project: str, moved: int) -> None:
    score = Score(project, "score", "quality", "NUMERIC", START, 0.1, trace_id="trace", revision=1)
    write_scores(events, [score])
    write_scores(events, [score._replace(timestamp=START + moved, value=0.9, revision=2)])
    assert read_scores(events, project) == [("score", START, 0.9)]


def test_a_score_twice_in_a_batch_becomes_one_row(events: EventStore, project: str) -> None:
    score = Score(project, "score", "quality", "NUMERIC", START, 0.1, revision=1)
    write_scores(events, [score, score._replace(value=0.9, revision=2)])
    assert read_scores(events, project) == [("score", START, 0.9)]


def test_thousands_of_scores_sent_again_stay_as_many_rows(events: EventStore, project: str) -> None:
    scores = [Score(project, f"{n:036}", "quality", "NUMERIC", START + n, 0.5) for n in range(6000)]
    write_scores(events, scores)
    write_scores(events, [score._replace(timestamp=START + 40 * 24 * HOUR) for score in scores])
    assert [row[1] for row in read_scores(events, project)] == [score.timestamp for score in scores]


def test_every_column_of_a_score_comes_back_as_it_was_written(events: EventStore, project: str) -> None:
    score = Score(
        *(project, "score", "tone", "CATEGORICAL", START + 1, 0.25, "warm 🦜\0", "trace", "span", "session", "run"),
        *("EVAL", "because", {"why": "{}"}, "config", "author", "queue", "production", 2**63),
    )
    assert not [name for name in Score._fields if getattr(score, name) == Score._field_defaults.get(name)]
    write_scores(events, [score])
    rows = events.query(
        f"SELECT {', '.join(Score._fields)} FROM scores FINAL WHERE project_id = {{project:String}}",
        {"project": project},
    )
    assert [Score(*row) for row in rows] == [score]
