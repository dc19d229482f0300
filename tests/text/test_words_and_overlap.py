"""Words as comparisons see them, and what two texts have in common."""

import pytest

from ratchet.text.duplicates import drop_near_duplicates, find_near_duplicate
from ratchet.text.overlap import rouge_l, token_f1
from ratchet.text.words import fingerprint, normalise, to_content_stems, to_words


def test_one_spelling_for_what_reads_the_same() -> None:
    assert normalise("  Ｈow DO I…\n reset—my “password”?") == "how do i reset my password"
    assert fingerprint("Reset my password!") == fingerprint("reset  my password")
    assert fingerprint("Reset my password") != fingerprint("Reset her password")


def test_numbers_stay_whole() -> None:
    assert to_words("It’s $3.50, at 12:30, not 1,000") == ["it's", "3.50", "at", "12:30", "not", "1,000"]


def test_a_negation_carries_meaning_and_a_stem_no_ending() -> None:
    assert to_content_stems("The tickets are not refundable") == ["ticket", "not", "refund"]
    assert to_content_stems("Die Häuser sind rot", "de") == ["die", "haus", "sind", "rot"]
    assert to_content_stems("ab abc 7", "xx") == ["abc", "7"]


def test_token_f1_counts_words_whatever_their_order() -> None:
    assert token_f1("the cat sat", "the cat ran away") == pytest.approx((2 / 3, 1 / 2, 4 / 7))
    assert token_f1("a a b", "a b b").f1 == pytest.approx(2 / 3)
    assert token_f1("", "").f1 == 1
    assert token_f1("", "something").f1 == 0


def test_rouge_l_keeps_the_order() -> None:
    # The published example: "police killed the gunman" against two others, by recall.
    assert rouge_l("police kill the gunman", "police killed the gunman").recall == pytest.approx(3 / 4)
    assert rouge_l("the gunman kill police", "police killed the gunman").recall == pytest.approx(2 / 4)


def test_a_near_duplicate_is_found_and_dropped() -> None:
    questions = ["How do I reset my password?", "how do i reset my passwords", "Where is my order?"]
    assert drop_near_duplicates(questions) == [0, 2]
    assert find_near_duplicate("WHERE is my order", questions) == 2
    assert find_near_duplicate("Cancel everything", questions) is None
    assert find_near_duplicate("Cancel everything", []) is None
