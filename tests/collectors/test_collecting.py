"""Traces move into datasets by their scores, once, and leave when their scores say otherwise."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from ratchet.datasets.collectors.builtin import ensure_builtins
from ratchet.datasets.collectors.collecting import collect
from ratchet.datasets.collectors.equipment import Equipment
from ratchet.datasets.items import delete_item, write_items
from ratchet.datasets.schemas import ItemIn
from ratchet.domain.collector import Collector
from ratchet.domain.dataset import Item, ItemStatus
from ratchet.domain.score import ScoreType
from ratchet.store.events.dataset_items import read_item_versions
from ratchet.store.events.scores import delete_score
from ratchet.store.records.datasets import read_dataset, write_dataset

Make = Callable[..., Collector]
Send = Callable[..., str]
ScoreIt = Callable[..., str]
Look = Callable[[], int]
ItemsOf = Callable[..., Sequence[Item]]


def test_a_trace_with_a_good_score_becomes_an_item_that_says_why(
    collector: Make, send: Send, score: ScoreIt, look: Look, items_of: ItemsOf
) -> None:
    collector()
    trace = send("How long is delivery?", "Two days.", trace_metadata={"query_type": "factual"})
    score(trace, 0.9)
    look()
    [item] = items_of()
    assert (item.input, item.expected_output, item.source_trace_id) == ("How long is delivery?", "Two days.", trace)
    assert (item.query, item.response) == ("How long is delivery?", "Two days.")
    assert (item.score, item.score_name, item.query_type) == (0.9, "helpfulness", "factual")
    assert item.metadata["collected_by"] == "good"
    assert item.metadata["rule"] == "quality at least 0.8"
    assert item.metadata["reason"] == "Its quality is 0.9, by helpfulness; the rule asks for at least 0.8."


def test_quality_is_the_mean_of_the_scores_that_speak_of_it(
    collector: Make, send: Send, score: ScoreIt, look: Look, items_of: ItemsOf
) -> None:
    collector()
    [mixed, good] = send("Mixed?"), send("Good?")
    score(mixed, 1.0, "helpfulness")
    score(mixed, 0.4, "tone")
    score(good, 1.0, "helpfulness")
    score(good, 0.8, "tone")
    score(good, 12.0, "length")
    look()
    [item] = items_of()
    assert (item.source_trace_id, item.score, item.score_name) == (good, pytest.approx(0.9), "quality")
    assert "the mean of 2 scores (helpfulness 1, tone 0.8)" in item.metadata["reason"]


def test_every_project_begins_with_a_dataset_of_good_and_one_of_bad_answers(
    equipment: Equipment, project: str, send: Send, score: ScoreIt, look: Look, items_of: ItemsOf
) -> None:
    ensure_builtins(equipment.events, equipment.records, project)
    [good, middling, bad, rejected] = send("Good?"), send("Middling?"), send("Bad?", "No idea."), send("Rejected?")
    score(good, 0.8)
    score(middling, 0.5)
    score(bad, 0.49)
    score(rejected, 0.9)
    score(rejected, "thumbs-down", "user-feedback")
    look()
    assert {item.source_trace_id for item in items_of("high_quality_responses")} == {good, rejected}
    needing = {item.source_trace_id: item for item in items_of("needs_improvement")}
    assert needing.keys() == {bad, rejected}
    assert (needing[bad].expected_output, needing[bad].response) == (None, "No idea.")
    assert needing[rejected].metadata["reason"] == "Its user rejected it: user-feedback is thumbs-down."


def test_what_a_person_says_should_have_come_out_is_what_is_expected(
    collector: Make, send: Send, score: ScoreIt, look: Look, items_of: ItemsOf
) -> None:
    collector("bad", criteria=[{"type": "quality", "below": 0.5}], expect_answer=False)
    trace = send("Where is it?", "No idea.")
    score(trace, 0.1)
    score(trace, "In the shed.", "output", data_type=ScoreType.CORRECTION)
    look()
    [item] = items_of("bad")
    assert (item.expected_output, item.response, item.score) == ("In the shed.", "No idea.", 0.1)


def test_a_score_that_comes_late_still_collects(
    collector: Make, send: Send, score: ScoreIt, look: Look, items_of: ItemsOf
) -> None:
    collector()
    trace = send("Late?", start_time=1_700_000_000 * 10**9, end_time=1_700_000_001 * 10**9)
    assert look() == 0
    score(trace, 1.0)
    assert (look(), len(items_of())) == (1, 1)


def test_a_score_that_overtakes_its_trace_waits_for_it(
    collector: Make, send: Send, score: ScoreIt, look: Look, items_of: ItemsOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ratchet.datasets.collectors.watching.PAUSE_S", 0.0)
    monkeypatch.setattr("ratchet.datasets.collectors.watching.PAUSE_S_MAX", 0.0)
    collector()
    score("overtaken", 1.0)
    assert look() == 0
    send("Half?", trace_id="overtaken", root_rank=0, parent_span_id="root")
    assert look() == 0
    send("Whole?", trace_id="overtaken")
    assert look() == 1
    [item] = items_of()
    assert item.input == "Whole?"


def test_looking_again_writes_nothing_again(
    equipment: Equipment, project: str, collector: Make, send: Send, score: ScoreIt, items_of: ItemsOf
) -> None:
    good = collector()
    traces = [send(f"Question {number}?") for number in range(3)]
    for trace in traces:
        score(trace, 0.9)
    first = collect(equipment, project, [good], traces)
    again = collect(equipment, project, [good], traces)
    assert (first.collected, again.collected, again.kept) == (3, 0, 3)
    versions = read_item_versions(equipment.events, project, good.dataset_id, items_of()[0].id, limit=10)
    assert len(versions) == 1


def test_an_item_leaves_when_its_score_is_corrected_and_comes_back_with_it(
    collector: Make, send: Send, score: ScoreIt, look: Look, items_of: ItemsOf
) -> None:
    collector()
    trace = send("Right?")
    given = score(trace, 0.9)
    look()
    score(trace, 0.2, score_id=given)
    look()
    [gone] = items_of(archived=True)
    assert (gone.status, len(items_of())) == (ItemStatus.ARCHIVED, 0)
    assert gone.metadata["withdrawn"] == "Its trace no longer meets quality at least 0.8."
    score(trace, 0.95, score_id=given)
    look()
    [back] = items_of()
    assert (back.id, back.score, "withdrawn" in back.metadata) == (gone.id, 0.95, False)


def test_an_item_leaves_when_its_score_is_deleted(
    equipment: Equipment, project: str, collector: Make, send: Send, score: ScoreIt, look: Look, items_of: ItemsOf
) -> None:
    collector()
    trace = send("Right?")
    given = score(trace, 0.9)
    look()
    delete_score(equipment.events, project, given)
    look()
    assert not items_of()


def test_a_score_that_changes_within_the_range_changes_what_the_item_says(
    collector: Make, send: Send, score: ScoreIt, look: Look, items_of: ItemsOf
) -> None:
    collector()
    trace = send("Right?")
    given = score(trace, 0.9)
    look()
    score(trace, 1.0, score_id=given)
    look()
    [item] = items_of()
    assert (item.score, item.expected_output) == (1.0, "An answer.")


def test_what_a_person_did_to_an_item_stands(
    equipment: Equipment, project: str, collector: Make, send: Send, score: ScoreIt, look: Look, items_of: ItemsOf
) -> None:
    good = collector()
    traces = {name: send(f"{name}?") for name in ("edited", "archived", "deleted")}
    given = {name: score(trace, 0.9) for name, trace in traces.items()}
    look()
    dataset = read_dataset(equipment.records, project, good.name)
    assert dataset is not None
    ids = {item.input.strip("?"): item.id for item in items_of()}
    changes = [ItemIn(id=ids["edited"], expected_output="Better."), ItemIn(id=ids["archived"], status="ARCHIVED")]
    write_items(equipment.events, equipment.records, dataset, changes)
    delete_item(equipment.events, equipment.records, project, ids["deleted"])
    score(traces["edited"], 0.1, score_id=given["edited"])
    score(traces["archived"], 1.0, score_id=given["archived"])
    score(traces["deleted"], 1.0, score_id=given["deleted"])
    look()
    [item] = items_of()
    assert (item.id, item.expected_output) == (ids["edited"], "Better.")


def test_inputs_that_differ_only_in_case_and_spacing_make_one_item(
    collector: Make, send: Send, score: ScoreIt, look: Look, items_of: ItemsOf
) -> None:
    collector()
    collector("all", deduplicate=False)
    for question in ("How long is delivery?", "how long  is DELIVERY", "How long is delivery to Oslo?"):
        score(send(question), 0.9)
    look()
    assert [len(items_of()), len(items_of("all"))] == [2, 3]


def test_no_more_are_collected_than_a_day_may_have(
    equipment: Equipment, project: str, collector: Make, send: Send, score: ScoreIt, look: Look, items_of: ItemsOf
) -> None:
    collector(at_most_a_day=2)
    for number in range(3):
        score(send(f"Question {number}?"), 0.9)
    look()
    score(send("One more?"), 0.9)
    look()
    assert {item.input for item in items_of()} == {"Question 0?", "Question 1?"}


def test_a_sample_is_the_share_it_says(
    collector: Make, send: Send, score: ScoreIt, look: Look, items_of: ItemsOf
) -> None:
    collector("half", sampling=0.5)
    collector("none", sampling=0.0)
    for number in range(20):
        score(send(f"Question {number}?"), 0.9)
    look()
    assert 0 < len(items_of("half")) < 20
    assert not items_of("none")


def test_filters_say_which_traces_are_collected(
    collector: Make, send: Send, score: ScoreIt, look: Look, items_of: ItemsOf
) -> None:
    collector(filters=[{"field": "tags", "operator": "any of", "value": ["shop"]}])
    wanted = send("In the shop?", tags=["shop"])
    for trace in (wanted, send("Elsewhere?", tags=["forum"])):
        score(trace, 0.9)
    look()
    [item] = items_of()
    assert item.source_trace_id == wanted
    assert item.metadata["rule"] == "quality at least 0.8 where tags any of ['shop']"


def test_traces_are_collected_by_filters_alone_where_no_score_is_asked_for(
    collector: Make, send: Send, look: Look, items_of: ItemsOf
) -> None:
    collector("failed", criteria=[], filters=[{"field": "status", "operator": "=", "value": "error"}])
    failed = send("Broken?", level="ERROR")
    send("Fine?")
    look()
    [item] = items_of("failed")
    assert (item.source_trace_id, item.score) == (failed, None)
    assert item.metadata["reason"] == "It meets status = error."


@pytest.mark.parametrize(
    ("criterion", "value"),
    [
        ({"type": "score", "score_name": "stars", "at_least": 4}, 4.0),
        ({"type": "score", "score_name": "stars", "above": 3, "below": 5}, 4.0),
        ({"type": "category", "score_name": "stars", "values": ["four", "five"]}, "four"),
    ],
)
def test_a_score_of_any_name_can_be_asked_for(
    collector: Make,
    send: Send,
    score: ScoreIt,
    look: Look,
    items_of: ItemsOf,
    criterion: dict[str, Any],
    value: float | str,
) -> None:
    collector(criteria=[criterion])
    trace = send("Wanted?")
    score(trace, value, "stars")
    score(send("Unwanted?"), 2.0 if isinstance(value, float) else "two", "stars")
    look()
    assert [item.source_trace_id for item in items_of()] == [trace]


def test_personal_data_is_taken_out_where_asked(
    collector: Make, send: Send, score: ScoreIt, look: Look, items_of: ItemsOf
) -> None:
    collector(redact=True)
    trace = send("I am ann@example.org", "Hello ann@example.org!", user_id="ann@example.org")
    score(trace, 0.9)
    look()
    [item] = items_of()
    assert (item.input, item.expected_output, item.response) == ("I am [email]", "Hello [email]!", "Hello [email]!")
    assert "ann@" not in str(item.metadata)
    assert (item.source_trace_id, item.score) == (trace, 0.9)


def test_scores_that_measure_no_quality_cause_no_work(
    equipment: Equipment, project: str, collector: Make, send: Send, score: ScoreIt, look: Look
) -> None:
    from ratchet.judges.builtin import ensure_builtins as ensure_judges  # noqa: PLC0415
    from ratchet.judges.kinds.kind import Surroundings  # noqa: PLC0415
    from ratchet.store.records.judges import delete_judge, read_judges  # noqa: PLC0415

    ensure_judges(Surroundings(project, equipment.records, "a secret that is long enough"))
    collector()
    trace = send("Long?")
    score(trace, 1.0, "length")
    assert look() == 0
    score(trace, 1.0, "helpfulness")
    assert look() == 1
    for judge in read_judges(equipment.records, project):  # a watch looks at every project
        delete_judge(equipment.records, project, judge.name)


def test_an_archived_dataset_takes_nothing_and_the_collector_goes_on_when_it_is_back(
    equipment: Equipment, project: str, collector: Make, send: Send, score: ScoreIt, look: Look, items_of: ItemsOf
) -> None:
    collector()
    dataset = read_dataset(equipment.records, project, "good")
    assert dataset is not None
    write_dataset(equipment.records, replace(dataset, archived_at=dataset.created_at))
    score(send("Unheard?"), 0.9)
    look()
    write_dataset(equipment.records, dataset)
    score(send("Heard?"), 0.9)
    look()
    assert [item.input for item in items_of()] == ["Heard?"]
