"""Every answer of every served route, held against Langfuse's own description of it."""

import pytest
from conversation import Conversation
from wire import ANSWERED, problems


@pytest.mark.parametrize("route", ANSWERED)
def test_a_route_answers_as_its_description_says(talk: Conversation, route: str) -> None:
    answers = talk.answers[route]
    assert answers, f"nobody has asked for {route}"
    for answer in answers:
        if answer.status_code == 204:
            assert answer.content == b""
        else:
            assert problems(route, answer.status_code, answer.json()) == [], answer.text


@pytest.mark.parametrize(
    "route",
    [route for route in ANSWERED if route.startswith("GET ") and "{" not in route and not route.endswith("/health")],
)
def test_a_list_that_was_read_had_something_in_it(talk: Conversation, route: str) -> None:
    assert any(answer.json()["data"] for answer in talk.answers[route])
