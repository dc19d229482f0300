"""Templates: an item's values where people put them, and nothing else changes."""

from typing import Any

import pytest

from ratchet.domain.template import Unfit, fill, fill_url, find_names, find_needed

SAID: dict[str, Any] = {
    "query": 'say "hi"',
    "input": {"question": "why?", "parts": [{"n": 7}]},
    "twin_id": "a/b ü",
    "nothing": None,
}


@pytest.mark.parametrize(
    ("template", "filled"),
    [
        ("{{query}}", 'say "hi"'),
        ("{{ input }}", SAID["input"]),
        ("Q: {{query}} ({{input.parts.0.n}})", 'Q: say "hi" (7)'),
        ({"q": ["{{input.question}}", 1, None, True]}, {"q": ["why?", 1, None, True]}),
        ("{{ not one }} {query}", "{{ not one }} {query}"),
        ("{{input.parts}} and", '[{"n": 7}] and'),
    ],
)
def test_a_placeholder_alone_becomes_the_value_and_among_text_its_text(template: Any, filled: Any) -> None:
    assert fill(template, SAID) == filled


def test_a_member_that_is_a_twin_nobody_named_is_left_out() -> None:
    body = {"query": "{{query}}", "twin_id": "{{twin_id}}"}
    assert fill(body, {"query": "x"}) == {"query": "x"}
    assert fill(body, {"query": "x", "twin_id": "t"}) == {"query": "x", "twin_id": "t"}
    assert find_needed(body) == {"query"}
    assert find_needed({"as": ["I am {{twin_id}}"]}) == {"twin_id"}
    assert find_names({"a": "{{input.x}}", "b": ["{{c}}"]}) == {"input", "c"}


def test_no_value_becomes_more_than_one_part_of_an_address() -> None:
    assert fill_url("http://x/{{twin_id}}?q={{query}}", SAID) == "http://x/a%2Fb%20%C3%BC?q=say%20%22hi%22"
    with pytest.raises(Unfit, match=r"twin_id is '\.\.'"):
        fill_url("http://x/{{twin_id}}/chat", {"twin_id": ".."})


@pytest.mark.parametrize("template", ["a {{nothing}}", "{{input.answer}}", "{{input.parts.1}}", "{{other}}"])
def test_what_has_no_value_is_named(template: str) -> None:
    with pytest.raises(Unfit, match=r"has no value"):
        fill(template, SAID)
