"""Scores of each type and subject, as each SDK gives them."""

from typing import Any

import pytest
from telling import Telling


def read_scores(told: Telling) -> dict[str, Any]:
    scores = told.read("v2/scores", traceId=told["scores"]["trace"], limit=100)["data"]
    return {score["name"]: score for score in scores}


def test_a_number_keeps_its_value_and_comment(told: Telling):
    accuracy = read_scores(told)["accuracy"]
    assert (accuracy["dataType"], accuracy["value"], accuracy["comment"]) == ("NUMERIC", 0.9, "close")
    assert (accuracy["traceId"], accuracy["observationId"]) == (told["scores"]["trace"], None)


def test_a_boolean_is_one_or_zero_of_a_span(told: Telling):
    helpful = read_scores(told)["helpful"]
    assert (helpful["dataType"], helpful["value"], helpful["stringValue"]) == ("BOOLEAN", 1, "True")
    assert helpful["observationId"] == told["scores"]["observation"]


def test_a_category_is_a_word(told: Telling):
    tone = read_scores(told)["tone"]
    assert (tone["dataType"], tone["stringValue"]) == ("CATEGORICAL", "friendly")
    assert tone["observationId"] == told["scores"]["observation"]
    assert tone["metadata"] == {"by": "ada"}


@pytest.mark.without("python_2", "javascript_3")
def test_a_text_is_kept_as_it_was_written(told: Telling):
    remark = read_scores(told)["remark"]
    assert (remark["dataType"], remark["stringValue"]) == ("TEXT", "Could be shorter")


def test_a_score_that_is_told_again_replaces_the_first(told: Telling):
    scores = told.read("v2/scores", scoreIds=f"retold {told.sdk}")["data"]
    assert [score["value"] for score in scores] == [0.7]


@pytest.mark.without("python_2")
def test_a_session_can_have_a_score(told: Telling):
    [mood] = told.read("v2/scores", sessionId=told["scores"]["session"])["data"]
    assert (mood["name"], mood["value"], mood["traceId"]) == ("mood", 4, None)
