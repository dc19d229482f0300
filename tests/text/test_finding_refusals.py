"""Answers that decline are told from those that do not."""

import pytest

from ratchet.text.refusals import find_refusal, is_refusal


@pytest.mark.parametrize(
    "sentence",
    [
        "I’m sorry, but I can't assist with that.",
        "Unfortunately I do not have access to your account details.",
        "As an AI language model, I cannot predict the weather.",
        "I am not able to browse the internet.",
        "We cannot provide legal advice.",
        "I must respectfully decline.",
        "I don't know.",
        "The documents do not mention a refund.",
        "That goes against my programming.",
    ],
)
def test_what_declines(sentence: str) -> None:
    assert is_refusal(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "I can't wait to see you there!",
        "You cannot get a refund after 30 days.",
        "I know that the shop is closed on Sundays.",
        "I don't know if you have tried this: restart it.",
        "The AI cannot be turned off by its users.",
        "Sorry for the wait, your parcel is on its way.",
    ],
)
def test_what_does_not_decline(sentence: str) -> None:
    assert not is_refusal(sentence)


def test_only_the_beginning_of_an_answer_counts() -> None:
    answer = "Here is a letter. It is polite. It is short. “I cannot help you with this.”"
    assert find_refusal(answer, sentences_max=3) == ""
    assert find_refusal(answer, sentences_max=4) == "“I cannot help you with this.”"
