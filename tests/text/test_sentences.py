"""Sentences, claims and citations."""

from ratchet.text.citations import drop_citations, find_citations
from ratchet.text.sentences import to_claims, to_sentences

ANSWER = """Sure! Here is what I found:

## Paris
**Paris** is the capital of France [1]. It has 2.1 million inhabitants, e.g. students.
- The Seine flows through it
- Why not visit?

```python
print("no claim at all")
```
Enjoy!"""


def test_abbreviations_and_decimals_end_no_sentence() -> None:
    assert to_sentences("Dr. Smith paid $3.5 million. He was happy!") == [
        "Dr. Smith paid $3.5 million.",
        "He was happy!",
    ]


def test_claims_are_what_can_be_true_or_false() -> None:
    assert to_claims(ANSWER) == [
        "Paris is the capital of France [1].",
        "It has 2.1 million inhabitants, e.g. students.",
        "The Seine flows through it",
    ]


def test_code_that_never_ends_is_no_claim() -> None:
    assert to_claims("The answer follows here.\n```\nx is a number and y is too") == ["The answer follows here."]


def test_citations_are_numbers_or_names_of_sources() -> None:
    text = "One [1], [2, 3], [a link](https://example.com), [handbook; faq], [an aside] and 【4】."
    cited = find_citations(text, frozenset({"handbook", "faq"}))
    assert [citation.names for citation in cited] == [("1",), ("2", "3"), ("handbook", "faq"), ("4",)]
    assert drop_citations("It is so [1].") == "It is so ."
