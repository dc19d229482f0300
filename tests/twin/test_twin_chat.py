"""Chatting with a twin that quotes its documents."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from running_twins import read_events

from ratchet.text.overlap import token_f1
from twin.datasets import read_questions
from twin.modes import Mode
from twin.settings import Settings
from twin.twins import load_twins

TWINS_DIR = Settings().twins_dir
Ask = Callable[..., dict[str, Any]]
OpenTwin = Callable[..., TestClient]


def test_an_answer_quotes_and_cites_the_documents(mira: Ask) -> None:
    said = mira("When does swarming last?")

    assert "Swarming lasts from the end of April to the middle of June" in said["answer"]
    assert said["citations"][0] == "bee-year"
    assert "[bee-year]" in said["answer"]
    assert {source["id"] for source in said["sources"]} >= set(said["citations"])


@pytest.mark.parametrize("twin", list(load_twins(TWINS_DIR)), ids=lambda twin: twin.id)
def test_shipped_questions_are_answered_in_their_mode_with_citations(twin: Any, open_twin: OpenTwin) -> None:
    client, likeness = open_twin(), []

    for question in read_questions(TWINS_DIR, twin.id):
        said = client.post(f"/chat/{twin.id}", json={"query": question.input}).json()
        assert said["dialogue_mode"] == question.mode
        assert bool(said["citations"]) == ("[" in question.expected_output), question.input
        likeness.append(token_f1(said["answer"], question.expected_output).f1)

    assert sum(likeness) / len(likeness) > 0.6
    assert len(twin.documents) >= 6


def test_a_question_beyond_the_documents_is_not_answered(mira: Ask) -> None:
    said = mira("What is the capital of France?")

    assert said["answer"] == load_twins(TWINS_DIR).get("mira").unknown
    assert said["citations"] == []


def test_a_session_is_remembered_so_that_an_answer_can_be_put_right(mira: Ask) -> None:
    first = mira("How do you treat varroa mites in winter?", session_id="s-1")
    second = mira("That is not what I meant", session_id="s-1")

    assert second["dialogue_mode"] == Mode.REPAIR
    assert second["answer"].startswith("To put it right:")
    assert "varroa" in second["citations"]
    assert second["answer"].removeprefix("To put it right: ") != first["answer"]
    assert mira("That is not what I meant", session_id="another")["dialogue_mode"] != Mode.REPAIR


def test_an_answer_that_breaks_the_persona_is_written_again(open_twin: OpenTwin) -> None:
    asked = {"query": "What does a rag with oil every week beat?"}

    kept = open_twin().post("/chat/tomas", json=asked).json()
    as_it_was = open_twin(rewrites_max=0).post("/chat/tomas", json=asked).json()

    assert "cheap" in as_it_was["answer"]
    assert as_it_was["rewrites"] == 0
    assert "cheap" not in kept["answer"]
    assert kept["rewrites"] == 1


def test_a_stream_brings_the_answer_in_pieces_and_then_whole(open_twin: OpenTwin) -> None:
    response = open_twin().post("/chat/mira", json={"query": "When does swarming last?", "stream": True})

    events = read_events(response.text)
    pieces = "".join(json.loads(data)["text"] for name, data in events if name == "piece")
    assert len(events) > 20
    assert events[-1][0] == "answer"
    assert json.loads(events[-1][1])["answer"] == pieces


def test_an_unknown_twin_is_not_found_and_the_known_ones_are_named(open_twin: OpenTwin) -> None:
    response = open_twin().post("/chat/nobody", json={"query": "Hello"})

    assert response.status_code == 404
    assert response.json()["code"] == "unknown_twin"
    assert "mira" in response.json()["message"]


def test_a_message_of_a_megabyte_is_too_large_however_it_is_sent(open_twin: OpenTwin) -> None:
    client, body = open_twin(), json.dumps({"query": "x" * 1_000_000}).encode()

    def in_chunks() -> Iterator[bytes]:
        yield from (body[start : start + 50_000] for start in range(0, len(body), 50_000))

    whole = client.post("/chat/mira", content=body, headers={"Content-Type": "application/json"})
    chunked = client.post("/chat/mira", content=in_chunks(), headers={"Content-Type": "application/json"})
    long = client.post("/chat/mira", json={"query": "x" * 5_000})

    assert [response.status_code for response in (whole, chunked, long)] == [413, 413, 413]
    assert long.json()["code"] == "too_large"


def test_a_request_that_cannot_be_read_says_which_field_is_wrong(open_twin: OpenTwin) -> None:
    client = open_twin()

    assert client.post("/chat/mira", json={"query": "   "}).json()["details"][0].startswith("body.query")
    assert client.post("/feedback", json={"trace_id": "x", "thumb": "up"}).status_code == 422
    assert client.post("/feedback", json={"trace_id": "a" * 32}).status_code == 422


def test_sessions_and_their_turns_are_bounded(open_twin: OpenTwin) -> None:
    client = open_twin(sessions_max=3, session_turns_max=2)

    for number in range(10):
        client.post("/chat/mira", json={"query": "When does swarming last?", "session_id": f"s-{number}"})
        client.post("/chat/mira", json={"query": "When does swarming last?", "session_id": "busy"})

    sessions = client.app.state.conversations.sessions  # pyright: ignore[reportAttributeAccessIssue]
    assert len(sessions) == 3
    assert len(sessions.read("mira", "busy")) == 2


def test_the_page_needs_nothing_but_itself(open_twin: OpenTwin) -> None:
    page = open_twin().get("/")

    assert page.headers["content-type"].startswith("text/html")
    assert "http://" not in page.text
    assert "https://" not in page.text
