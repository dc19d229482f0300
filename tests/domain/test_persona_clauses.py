"""Clauses of a persona: which are read out of prose, and what is found of them without a model."""

import pytest

from ratchet.domain.persona.audit import Audit, Standing, tell
from ratchet.domain.persona.checking import check, check_all
from ratchet.domain.persona.clause import Aspect, Clause, Edge, Forbidden, Form, Format, Length, Placed, Required, Unit
from ratchet.domain.persona.reading import read_clause, read_clauses


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Answer in at most 60 words.", Length(most=60)),
        ("Keep your answers under three sentences.", Length(unit=Unit.SENTENCES, most=2)),
        ("Between 20 and 40 words.", Length(least=20, most=40)),
        ("Use no fewer than 20 words.", Length(least=20)),
        ("Never write more than 500 characters.", Length(unit=Unit.CHARACTERS, most=500)),
        ("Reply in exactly two paragraphs.", Length(unit=Unit.PARAGRAPHS, least=2, most=2)),
        ("Reply in plain text, no markdown.", Format(form=Form.PLAIN_TEXT)),
        ("Don’t use emojis.", Format(form=Form.NO_EMOJI)),
        ("Respond only with valid JSON.", Format(form=Form.JSON)),
        ("End every answer with a question.", Format(form=Form.QUESTION_LAST)),
        ("Do not use bullet points.", Format(form=Form.NO_LIST)),
        ("Never use the words “cheap” or “deal”.", Forbidden(phrases=("cheap", "deal"))),
        ("Always mention 'order number'.", Required(phrases=("order number",))),
        ('Always sign off with "Ada".', Placed(phrase="Ada", edge=Edge.END)),
    ],
)
def test_plain_wordings_are_read_as_what_they_ask_for(sentence: str, expected: object) -> None:
    clause = read_clause(sentence)
    assert clause.checks == (expected,)
    assert not clause.needs_reader


@pytest.mark.parametrize(
    "sentence",
    [
        "If the user is upset, answer in at most 20 words.",
        "Each bullet has at most 10 words.",
        "Paragraphs of at most 3 sentences.",
        "Each reservation can use at most one travel certificate.",
        "Don't forget to say “thank you”.",
        "Never start with “Sure”.",
        "Avoid phrases such as “as an AI”.",
        "Use bullet points for options.",
        "Return tool arguments as JSON.",
        "Be warm and patient.",
    ],
)
def test_what_is_meant_for_some_answers_or_parts_is_left_to_a_reader(sentence: str) -> None:
    assert read_clause(sentence) == Clause(text=sentence)


def test_a_clause_that_asks_for_more_is_broken_by_a_check_but_not_kept_by_it() -> None:
    clause = read_clause("Keep every answer under 3 sentences and be warm.")
    assert check(clause, "One. Two. Three.").standing is Standing.BROKEN
    assert check(clause, "One. Two.").standing is Standing.UNJUDGED


def test_a_system_prompt_is_its_sentences_and_items_without_headings() -> None:
    prompt = (
        "# Ada\n\nYou are Ada, a pharmacist. Be calm.\n\n## Style\n- No emojis.\n* Be calm.\n1. At most 30 words.\n"
    )
    assert [clause.text for clause in read_clauses(prompt)] == [
        "You are Ada, a pharmacist.",
        "Be calm.",
        "No emojis.",
        "At most 30 words.",
    ]


def text_of(**changes: object) -> Clause:
    return Clause(text="A clause", aspect=Aspect.POLICY, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "kept", "broken"),
    [
        (Length(most=3), "one two three", "one two three four"),
        (Length(unit=Unit.SENTENCES, least=2), "One. Two!", "Only one"),
        (Length(unit=Unit.PARAGRAPHS, most=1), "One\nparagraph", "One\n\ntwo"),
        (Format(form=Form.JSON), '```json\n{"a": 1}\n```', "{'a': 1}"),
        (Format(form=Form.PLAIN_TEXT), "2 * 3 is 6, and 1. is first", "This is **bold**"),
        (Format(form=Form.LIST), "1. a\n2. b", "a and b"),
        (Format(form=Form.NO_LINKS), "See the desk", "See https://example.com"),
        (Format(form=Form.NO_EMOJI), "Great — 100 %", "Great 🎉"),
        (Format(form=Form.NO_EXCLAMATION), "Hello.", "Hello there! How are you?"),
        (Format(form=Form.QUESTION_LAST), "Shall I **go on?**", "Shall I? Good."),
        (Forbidden(phrases=("deal",)), "An ideal dealer", "What a Deal!"),
        (Forbidden(phrases=("don't know",)), "I do not know", "I don’t  know that"),
        (Required(phrases=("order number", "Ada")), "Your Order  number, says Ada", "Your order number"),
        (Placed(phrase="Hi there", edge=Edge.START), "**Hi there**, Ada", "Oh, hi there"),
        (Placed(phrase="Ada", edge=Edge.END), "Best wishes,\nAda.", "Ada says hello"),
    ],
)
def test_a_check_is_kept_and_broken_and_says_why(asked: object, kept: str, broken: str) -> None:
    clause = text_of(checks=(asked,))
    assert check(clause, kept).standing is Standing.KEPT
    finding = check(clause, broken)
    assert finding.standing is Standing.BROKEN
    assert finding.reason
    assert all(quote in broken for quote in finding.quotes)


def test_the_words_that_break_a_clause_are_quoted() -> None:
    finding = check(text_of(checks=(Forbidden(phrases=("policy",)),)), "Sorry. Our policy forbids it. Bye.")
    assert finding.reason == "It says “policy”."
    assert finding.quotes == ("Our policy forbids it.",)


def test_scores_are_means_over_what_was_judged_and_none_where_nothing_was() -> None:
    clauses = read_clauses("At most 3 words. No emojis. Be warm.")
    audit = Audit(findings=check_all(clauses, "one two three four"))
    assert (audit.structure_policy, audit.voice_fidelity, audit.overall) == (0.5, None, 0.5)
    assert [one.clause.text for one in audit.unjudged] == ["Be warm."]
    assert tell(audit.findings) == (
        "1 of 2 clauses are kept. Broken: “At most 3 words.” It has 4 words, at most 3 are wanted."
    )


@pytest.mark.parametrize("piece", ["\n", "[", "`", "**", "a ", "!", " - ", "```\n", '"', "|", "1. "])
def test_odd_and_long_answers_and_personas_come_to_an_end(piece: str) -> None:
    odd = piece * (100_000 // len(piece))  # what takes quadratic time takes minutes here
    checks = [Format(form=form) for form in Form]
    clauses = [text_of(checks=(one,)) for one in (*checks, Length(unit=Unit.SENTENCES), Forbidden(phrases=("a b",)))]
    assert len(check_all(clauses, odd)) == len(clauses)
    assert len(read_clauses(odd)) <= 1
