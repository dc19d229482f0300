"""Answers of regression runs: an answer is one, however often it is written, and comes back as it was."""

from uuid import uuid4

from ratchet.domain.answer import Answer, AnswerStatus, AskFailure, Opinion
from ratchet.store.events import EventStore
from ratchet.store.events.answers import (
    AnswerPlace,
    GivenAnswer,
    count_answers,
    find_answers,
    read_answers,
    read_answers_of_items,
    read_places,
    write_answers,
)


def test_an_answer_is_replaced_by_what_judges_thought_of_it(events: EventStore, project: str) -> None:
    run = uuid4().hex
    answer = Answer(item_id="a", repeat=1, status=AnswerStatus.OK, output={"text": "3"}, latency_ms=1.5, cluster="s")
    opinion = Opinion(score_name="exact", value=1.0, judge="exact", version=2, epoch="e", cost_usd=0.5)
    judged = Answer(
        item_id="a", repeat=1, status=AnswerStatus.OK, output="3", opinions=(opinion,), is_judged=True, trace_id="t"
    )
    write_answers(events, [GivenAnswer(project, run, answer)])
    assert read_answers(events, project, run) == [answer]
    assert read_places(events, project, run) == {AnswerPlace("a", 1): False}
    write_answers(events, [GivenAnswer(project, run, judged)])
    assert read_answers(events, project, run) == [judged]
    assert read_answers(events, project, run)[0].scores == {"exact": 1.0}
    assert read_answers(events, project, "another") == []


def test_answers_are_counted_and_paged(events: EventStore, project: str) -> None:
    run = uuid4().hex
    ok = [
        Answer(item_id=f"i{number}", repeat=repeat, status=AnswerStatus.OK, output="", is_judged=number == 0)
        for number in range(3)
        for repeat in range(2)
    ]
    failed = Answer(item_id="z", repeat=0, status=AnswerStatus.FAILED, error=AskFailure.TIMEOUT, error_detail="60 s")
    write_answers(events, [GivenAnswer(project, run, one) for one in (*reversed(ok), failed)])
    count = count_answers(events, project, [run, "another"])[run]
    assert (count.ok, count.failed, count.judged, count.failures) == (6, 1, 2, {"timeout": 1})
    first = find_answers(events, project, run, limit=3)
    rest = find_answers(events, project, run, limit=9, after=AnswerPlace(first[-1].item_id, first[-1].repeat))
    assert [*first, *rest] == [*ok, failed]
    assert read_answers_of_items(events, project, run, ["i1"]) == ok[2:4]
