"""Scores are kept, replaced, read and deleted by their ids."""

from ratchet.domain.score import Score
from ratchet.store.events import EventStore
from ratchet.store.events.scores import delete_score, read_score, read_scores, write_scores

NOON = 1_763_812_800 * 10**9


def score(project: str, score_id: str, **fields: object) -> Score:
    return Score(project, score_id, "helpful", "NUMERIC", NOON, revision=1)._replace(**fields)


def test_a_score_reads_back_in_every_field(events: EventStore, project: str) -> None:
    whole = Score(
        project_id=project,
        score_id="s",
        name="n\u00e4me",
        data_type="BOOLEAN",
        timestamp=NOON + 123_456_789,
        value=1.0,
        string_value="True",
        trace_id="t",
        span_id="o",
        session_id="",
        run_id="",
        source="ANNOTATION",
        comment="line\nline",
        metadata={"a": "[1]", "b": ""},
        config_id="c",
        author_id="a",
        queue_id="q",
        environment="prod",
        revision=7,
    )
    write_scores(events, [whole])
    assert read_score(events, project, "s") == whole


def test_only_the_scores_that_are_asked_for_are_read(events: EventStore, project: str) -> None:
    write_scores(events, [score(project, "a"), score(project, "b"), score(f"{project}-other", "c")])
    assert read_scores(events, project, ["a", "c", "d"]).keys() == {"a"}
    assert read_scores(events, project, []) == {}


def test_a_score_that_comes_again_replaces_the_first_where_it_is(events: EventStore, project: str) -> None:
    write_scores(events, [score(project, "a", value=0.1)])
    write_scores(events, [score(project, "a", value=0.9, timestamp=NOON + 86_400 * 10**9, revision=2)])
    assert read_score(events, project, "a") == score(project, "a", value=0.9, revision=2)


def test_of_one_id_twice_in_a_group_the_last_is_kept(events: EventStore, project: str) -> None:
    write_scores(events, [score(project, "a", value=0.1), score(project, "a", value=0.2, timestamp=NOON + 10**9)])
    kept = read_score(events, project, "a")
    assert kept is not None
    assert kept.value == 0.2


def test_a_deleted_score_is_not_read_and_may_come_again(events: EventStore, project: str) -> None:
    write_scores(events, [score(project, "a"), score(project, "b")])
    assert delete_score(events, project, "a")
    assert not delete_score(events, project, "a")
    assert read_scores(events, project, ["a", "b"]).keys() == {"b"}
    later = score(project, "a", value=0.3, timestamp=NOON + 86_400 * 10**9, revision=2**63)
    write_scores(events, [later])
    assert read_score(events, project, "a") == later._replace(timestamp=NOON)


def test_a_score_is_deleted_in_its_own_project_only(events: EventStore, project: str) -> None:
    write_scores(events, [score(project, "a")])
    assert not delete_score(events, f"{project}-other", "a")
    assert read_score(events, project, "a") is not None


def test_many_long_ids_are_read_in_statements_that_stay_small(events: EventStore, project: str) -> None:
    long = "\u20ac" * 400
    ids = [f"{number:04d}-{long}" for number in range(200)]
    write_scores(events, [score(project, score_id) for score_id in ids])
    assert read_scores(events, project, ids).keys() == set(ids)
