import random
from collections import defaultdict

import numpy as np
import pytest
from made_traces import HOUR, MINUTE, SECOND

from ratchet.domain.quality import Marks
from ratchet.domain.score import Score
from ratchet.domain.window import Interval, Window
from ratchet.errors import Unprocessable
from ratchet.metrics.persona import read_persona
from ratchet.metrics.quality import read_one_score, read_quality
from ratchet.store.events import EventStore
from ratchet.store.events.metrics import ScoreBucket
from ratchet.store.events.scores import delete_score, write_scores

NOON = 1_794_830_400 * SECOND
DAY = 24 * HOUR
UNMARKED = Marks()


def score(project: str, score_id: str, name: str, value: float | None, **fields: object) -> Score:
    given = {"data_type": "NUMERIC", "timestamp": NOON, "trace_id": "trace", "revision": 1} | fields
    return Score(project, score_id, name, value=value, **given)


def names_that_count(events: EventStore, project: str, *scores: tuple[str, float]) -> int:
    """How many of these scores, one at a time, count as quality."""
    write_scores(events, [score(project, str(i), name, value) for i, (name, value) in enumerate(scores)])
    return sum(
        bucket.count for bucket in read_quality(events, project, Window(NOON, NOON + HOUR), Interval.HOUR, UNMARKED)
    )


@pytest.mark.parametrize("interval", Interval)
@pytest.mark.parametrize("seed", range(3))
def test_the_quality_of_random_scores_is_what_numpy_computes(
    events: EventStore, project: str, interval: Interval, seed: int
) -> None:
    rnd = random.Random(seed)
    scores = [
        score(
            project,
            f"score-{i}",
            name := rnd.choice(["faithfulness", "helpful", "stars"]),
            rnd.randrange(6) if name == "stars" else rnd.random(),
            timestamp=NOON + rnd.randrange(5 * DAY),
        )
        for i in range(2000)
    ]
    write_scores(events, scores)
    window = Window(NOON + rnd.randrange(DAY), NOON + 2 * DAY + rnd.randrange(3 * DAY))

    width = HOUR if interval == Interval.HOUR else DAY
    expected: dict[int, list[float]] = defaultdict(list)
    for one in scores:
        if one.name != "stars" and window.start <= one.timestamp < window.end:
            expected[one.timestamp // width * width // SECOND].append(one.value or 0.0)

    found = read_quality(events, project, window, interval, UNMARKED)

    assert [bucket.start for bucket in found] == sorted(expected)
    for bucket in found:
        values = expected[bucket.start]
        assert bucket == ScoreBucket(
            bucket.start, pytest.approx(np.mean(values)), min(values), max(values), len(values)
        )


def test_a_name_with_one_value_beyond_one_does_not_count_at_all(events: EventStore, project: str) -> None:
    assert names_that_count(events, project, ("stars", 0.5), ("stars", 1.5), ("helpful", 1.0), ("helpful", 0.0)) == 2


def test_a_name_with_one_value_below_zero_does_not_count_at_all(events: EventStore, project: str) -> None:
    assert names_that_count(events, project, ("sentiment", -0.5), ("sentiment", 0.5)) == 0


def test_a_value_outside_the_window_does_not_take_the_name_out(events: EventStore, project: str) -> None:
    write_scores(events, [score(project, "a", "rating", 5.0, timestamp=NOON - 1), score(project, "b", "rating", 0.5)])
    [bucket] = read_quality(events, project, Window(NOON, NOON + HOUR), Interval.HOUR, UNMARKED)
    assert (bucket.count, bucket.mean) == (1, 0.5)


@pytest.mark.parametrize(
    "name",
    [
        "length",
        "answer_length",
        "responseLength",
        "latency",
        "latency_ms",
        "total-cost",
        "cost_usd",
        "refusal",
        "is_refusal",
        "Refused",
        "token_count",
        "rewrite_count",
        "response.time",
        "TTFT",
    ],
)
def test_length_latency_cost_and_refusal_are_no_quality_however_they_are_spelled(
    events: EventStore, project: str, name: str
) -> None:
    assert names_that_count(events, project, (name, 0.5)) == 0


@pytest.mark.parametrize("name", ["costume_accuracy", "faithfulness", "timeliness", "persona_overall", "treffsicher ✓"])
def test_a_name_that_merely_contains_such_a_word_is_quality(events: EventStore, project: str, name: str) -> None:
    assert names_that_count(events, project, (name, 0.5)) == 1


def test_booleans_count_and_categories_and_texts_do_not(events: EventStore, project: str) -> None:
    write_scores(
        events,
        [
            score(project, "a", "resolved", 1.0, data_type="BOOLEAN", string_value="True"),
            score(project, "b", "resolved", 0.0, data_type="BOOLEAN", string_value="False"),
            score(project, "c", "mood", 0.3, data_type="CATEGORICAL", string_value="sad"),
            score(project, "d", "note", None, data_type="TEXT", string_value="nice"),
        ],
    )
    [bucket] = read_quality(events, project, Window(NOON, NOON + HOUR), Interval.HOUR, UNMARKED)
    assert (bucket.count, bucket.mean, bucket.low, bucket.high) == (2, 0.5, 0.0, 1.0)


def test_a_score_that_is_given_again_counts_once_and_one_that_was_deleted_not_at_all(
    events: EventStore, project: str
) -> None:
    write_scores(events, [score(project, "a", "helpful", 0.2), score(project, "b", "helpful", 0.9)])
    write_scores(events, [score(project, "a", "helpful", 0.4, revision=2, timestamp=NOON + 2 * HOUR)])
    delete_score(events, project, "b")
    [bucket] = read_quality(events, project, Window(NOON, NOON + DAY), Interval.HOUR, UNMARKED)
    assert (bucket.start * SECOND, bucket.count, bucket.mean) == (NOON, 1, 0.4)


def test_a_score_of_another_project_does_not_count(events: EventStore, project: str) -> None:
    write_scores(events, [score(f"{project}-other", "a", "helpful", 0.2)])
    assert read_quality(events, project, Window(NOON, NOON + DAY), Interval.HOUR, UNMARKED) == []


@pytest.mark.parametrize(("offset", "counts"), [(-1, 0), (0, 1), (HOUR - 1, 1), (HOUR, 0)])
def test_a_window_takes_scores_from_its_first_nanosecond_to_before_its_last(
    events: EventStore, project: str, offset: int, counts: int
) -> None:
    write_scores(events, [score(project, "a", "helpful", 0.2, timestamp=NOON + offset)])
    assert len(read_quality(events, project, Window(NOON, NOON + HOUR), Interval.HOUR, UNMARKED)) == counts


def test_a_score_that_is_picked_is_read_on_its_own_scale(events: EventStore, project: str) -> None:
    scores = [score(project, str(i), "answer_length", 100.0 * i, timestamp=NOON + i * MINUTE) for i in range(5)]
    write_scores(events, [*scores, score(project, "other", "helpful", 0.5)])
    [bucket] = read_one_score(events, project, Window(NOON, NOON + HOUR), Interval.HOUR, "answer_length")
    assert (bucket.count, bucket.mean, bucket.low, bucket.high) == (5, 200, 0, 400)


def test_a_score_that_was_given_at_another_time_has_no_bucket_rather_than_one_of_zero(
    events: EventStore, project: str
) -> None:
    write_scores(events, [score(project, "a", "helpful", 0.5)])
    assert read_one_score(events, project, Window(NOON + DAY, NOON + 2 * DAY), Interval.HOUR, "helpful") == []


def test_a_score_that_nobody_ever_gave_is_refused_by_its_name(events: EventStore, project: str) -> None:
    with pytest.raises(Unprocessable, match=r"score: .*'helpfull'"):
        read_one_score(events, project, Window(NOON, NOON + DAY), Interval.HOUR, "helpfull")


def test_a_score_that_is_no_number_is_refused_with_what_it_is(events: EventStore, project: str) -> None:
    write_scores(events, [score(project, "a", "mood", None, data_type="CATEGORICAL", string_value="sad")])
    with pytest.raises(Unprocessable, match="CATEGORICAL"):
        read_one_score(events, project, Window(NOON, NOON + DAY), Interval.HOUR, "mood")


def test_the_persona_is_the_mean_of_each_agreed_score_and_the_sum_of_rewrites(events: EventStore, project: str) -> None:
    write_scores(
        events,
        [
            *(score(project, f"o{i}", "persona_overall", value) for i, value in enumerate([0.5, 0.75, 1.0])),
            score(project, "v", "persona_voice_fidelity", 0.25),
            *(score(project, f"r{i}", "rewrite_count", value) for i, value in enumerate([1, 0, 3])),
            score(project, "late", "rewrite_count", 5, timestamp=NOON + HOUR),
        ],
    )
    persona = read_persona(events, project, Window(NOON, NOON + HOUR))
    assert persona.rewrites == 4
    assert persona.averages == {
        "persona_overall": (0.75, 3),
        "persona_structure_policy": (None, 0),
        "persona_voice_fidelity": (0.25, 1),
    }
