"""What an item asks and what answers it are found in whatever form they were stored."""

from typing import Any

import pytest

from ratchet.domain.qa import Facts, to_facts, to_query, to_response

CHAT = [
    {"role": "system", "content": "Be brief."},
    {"role": "user", "content": "first"},
    {"role": "assistant", "content": "reply"},
    {"role": "user", "content": [{"type": "text", "text": "second"}, {"type": "image_url"}, {"text": "part"}]},
]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, None),
        ("", None),
        ("What?", "What?"),
        ({"query": "What?", "text": "no"}, "What?"),
        ({"question": "What?"}, "What?"),
        ({"input": "What?", "k": 1}, "What?"),
        (CHAT, "second\npart"),
        ({"messages": CHAT[:3]}, "first"),
        ({"messages": CHAT[:1], "other": 1}, '{"messages": [{"role": "system", "content": "Be brief."}], "other": 1}'),
        ({"query": 3}, '{"query": 3}'),
        (["a", "b"], '["a", "b"]'),
        (0, "0"),
        ({}, "{}"),
    ],
)
def test_a_query_is_found(value: Any, text: str | None) -> None:
    assert to_query(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, None),
        ("ü", "ü"),
        ({"answer": "ü"}, "ü"),
        ({"role": "assistant", "content": "ü"}, "ü"),
        ({"role": "assistant", "content": [{"type": "text", "text": "ü"}]}, "ü"),
        (
            [{"role": "assistant", "parts": [{"type": "reasoning", "content": "?"}, {"type": "text", "content": "ü"}]}],
            "ü",
        ),
        (CHAT, "reply"),
        ({"ü": 1}, '{"ü": 1}'),
    ],
)
def test_a_response_is_found(value: Any, text: str | None) -> None:
    assert to_response(value) == text


def test_metadata_says_more_than_the_values() -> None:
    said = {"query": "q", "response": "r", "score": 1, "score_name": "helpful", "query_type": "stance"}
    facts = Facts(query="q", response="r", score=1.0, score_name="helpful", query_type="stance")
    assert to_facts("input", "output", said) == facts
    assert to_facts("input", "output", None) == Facts(query="input", response="output")


@pytest.mark.parametrize(
    ("score", "number"),
    [(0.25, 0.25), (True, 1.0), ("0.5", None), (None, None), (float("nan"), None), (10**400, None), ([1], None)],
)
def test_a_score_is_a_finite_number(score: Any, number: float | None) -> None:
    assert to_facts(None, None, {"score": score}).score == number


@pytest.mark.parametrize("metadata", [None, [], "score", 3, {"score_name": 3, "query_type": [], "query": ""}])
def test_metadata_of_another_form_says_nothing(metadata: Any) -> None:
    assert to_facts(None, None, metadata) == Facts()
