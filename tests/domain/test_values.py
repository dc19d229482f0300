from typing import Any

import pytest

from ratchet.domain.value import decode_value, encode_value

VALUES = [
    "",
    "x",
    "3",
    "true",
    "null",
    '"',
    '"x"',
    "{",
    "{}",
    " 1",
    "NaN",
    3,
    -0.5,
    True,
    None,
    [1, "a"],
    {"a": {"b": None}},
]


@pytest.mark.parametrize("value", VALUES)
def test_a_value_comes_back_as_it_was(value: Any):
    back = decode_value(encode_value(value))
    assert (back, type(back)) == (value, type(value))


@pytest.mark.parametrize(
    "text", ["NaN", "Infinity", "-Infinity", "1e999", '{"a": NaN}', "[-1e999]", "1" * 5000, "[" * 5000]
)
def test_what_no_answer_could_hold_is_a_text(text: str):
    assert decode_value(text) == text
    assert decode_value(encode_value(text)) == text


@pytest.mark.parametrize("text", ["[" * 400 + "]" * 400, '{"a":' * 400 + "1" + "}" * 400])
def test_what_is_nested_deeper_than_answers_can_be_is_a_text(text: str):
    assert decode_value(text) == text
    assert decode_value(encode_value(text)) == text


def test_many_values_beside_each_other_are_not_deep():
    assert decode_value("[" + ",".join(["[]"] * 1000) + "]") == [[]] * 1000
