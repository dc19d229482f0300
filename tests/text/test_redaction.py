"""Personal data and secrets are replaced by what they were."""

import time

import pytest

from ratchet.text.redaction import redact, redact_value


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Mail jo.doe+x@mail.example.co.uk now", "Mail [email] now"),
        ("Call +1 (415) 555-2671 or 415-555-2671", "Call [phone] or [phone]"),
        ("Call (030) 123 45 67.", "Call [phone]."),
        ("Card 4111 1111 1111 1111.", "Card [card]."),
        ("Pay DE89 3704 0044 0532 0130 00.", "Pay [iban]."),
        ("From 192.168.1.17 and 2001:db8::1", "From [ip] and [ip]"),
        ("SSN 536-90-4399", "SSN [ssn]"),
        ("key sk-proj-abcdefghijklmnop and AKIAIOSFODNN7EXAMPLE", "key [secret] and [secret]"),
    ],
)
def test_what_is_personal_goes(text: str, plain: str) -> None:
    assert redact(text).text == plain


@pytest.mark.parametrize(
    "text",
    [
        "Order 4111 1111 1111 1112 of 2024-11-22 at 12:30:45",  # no card: its check digit is wrong
        "Version 1.2.3.4.5, pi is 3.14159265358979, 1,000,000 people, 300.400.500.600",
        "Line 12:30 of module::name, ticket 12345678901",
    ],
)
def test_numbers_that_are_nobodys_stay(text: str) -> None:
    assert redact(text).text == text


def test_what_was_found_is_counted() -> None:
    assert redact("a@b.org, c@d.org, 10.0.0.1").found == {"email": 2, "ip": 1}


def test_texts_deep_in_a_value_are_redacted_and_names_of_fields_stay() -> None:
    value = {"a@b.org": [{"text": "a@b.org"}, 7, None]}
    assert redact_value(value) == {"a@b.org": [{"text": "[email]"}, 7, None]}


@pytest.mark.parametrize(
    "text", ["a", "1 ", "a.b", "1-", "(0", "AB12 ", "@", ":", "eyJa.", "-----BEGIN PRIVATE KEY-----"]
)
def test_no_text_takes_long(text: str) -> None:
    started = time.process_time()
    redact(text * (100_000 // len(text)))
    assert time.process_time() - started < 1
