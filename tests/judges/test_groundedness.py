"""Groundedness: which claims the sources support, and which citations bear a claim out."""

from typing import Any

import pytest

from ratchet.domain.judge import NotApplicable, Outcome, Verdict
from ratchet.judges.kinds import make_judge
from ratchet.judges.kinds.kind import Surroundings
from ratchet.judges.subject import Source, Subject

HANDBOOK = Source(
    "Orders can be returned within 30 days of delivery. Tickets are not refundable. Refunds arrive after 5 to 7 days. "
    "In 2023 the shop served 1,200,000 customers. They came from twelve countries.",
    "handbook",
)
FAQ = Source("Shipping to Canada costs 12 dollars. Our office in Berlin opens at nine.", "faq")


@pytest.fixture
def ask(alone: Surroundings) -> Any:
    def ask(answer: str, *sources: Source) -> Outcome:
        subject = Subject(project_id="project", output=answer, sources=sources or (HANDBOOK, FAQ))
        return make_judge("groundedness", {}, alone).judge(subject)  # type: ignore[return-value]

    return ask


@pytest.mark.parametrize(
    "claim",
    [
        "You can return an order within 30 days of its delivery.",
        "Tickets aren't refundable.",
        "The shop served 1200000 customers from twelve countries in 2023.",
        "Shipping to Canada costs 12 dollars.",
    ],
)
def test_a_claim_that_a_source_makes_is_supported(ask: Any, claim: str) -> None:
    (verdict,) = ask(claim)
    assert verdict.value == 1


@pytest.mark.parametrize(
    ("claim", "why"),
    [
        ("You can return an order within 90 days of its delivery.", "90 is not there"),
        ("Tickets are refundable.", "one of the two denies it"),
        ("Orders can not be returned within 30 days of delivery.", "one of the two denies it"),
        ("Gift wrapping is free at Christmas.", "no source has a word of it"),
        ("Shipping to Mexico takes several weeks by boat.", "of its words"),
    ],
)
def test_a_claim_that_no_source_makes_is_not_supported(ask: Any, claim: str, why: str) -> None:
    (verdict,) = ask(claim)
    assert (verdict.value, verdict.evidence) == (0, (claim,))
    assert why in verdict.reasoning


def test_the_score_is_the_share_of_claims(ask: Any) -> None:
    (verdict,) = ask(
        "Sure! Here it is:\n- Tickets are not refundable.\n- Refunds arrive after 2 days.\n\nAnything else?"
    )
    assert verdict.value == 0.5
    assert verdict.reasoning.startswith("1 of 2 claims are supported by the sources.")


def test_a_citation_must_point_at_a_source_that_says_so(ask: Any) -> None:
    answer = (
        "Tickets are not refundable [1]. Shipping to Canada costs 12 dollars [handbook]. "
        "Refunds arrive after 5 to 7 days [9]."
    )
    grounded, cited = ask(answer)
    assert grounded.value == 1
    assert (cited.name, cited.value) == ("citation_support", pytest.approx(1 / 3))
    assert len(cited.evidence) == 2


def test_a_number_means_a_source_of_that_id_before_a_place(ask: Any) -> None:
    _, cited = ask("Tickets are not refundable [2].", Source(HANDBOOK.text, "2"), Source(FAQ.text, "1"))
    assert cited.value == 1


@pytest.mark.parametrize("answer", ["Why do you ask?", "I'm sorry, I don't have that information.", ""])
def test_an_answer_that_claims_nothing_gets_no_score(ask: Any, answer: str) -> None:
    assert isinstance(ask(answer), NotApplicable)


def test_another_language_has_stems_of_its_own(alone: Surroundings) -> None:
    source = Source("Bestellungen können innerhalb von 30 Tagen zurückgegeben werden.")
    subject = Subject(
        project_id="project", output="Die Bestellung kann in 30 Tagen zurückgegeben werden.", sources=(source,)
    )
    verdict = make_judge("groundedness", {"language": "de", "support": 0.5}, alone).judge(subject)
    assert isinstance(verdict, tuple)
    assert isinstance(verdict[0], Verdict)
    assert verdict[0].value == 1


def test_long_answers_over_many_sources_take_no_seconds(ask: Any) -> None:
    sources = [Source(f"The shop number {n} sells {n} kinds of bread. " * 40, str(n)) for n in range(100)]
    (verdict,) = ask("The shop sells bread of many kinds every day. " * 300, *sources)
    assert verdict.value == 0
