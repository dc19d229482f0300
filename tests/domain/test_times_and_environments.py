"""Times and names of environments have one form, whatever they come in."""

import pytest

from ratchet.domain.environment import to_environment
from ratchet.domain.time import parse_time

NOON = 1_763_812_800 * 10**9


@pytest.mark.parametrize(
    "text",
    [
        "2025-11-22T12:00:00Z",
        "2025-11-22t12:00:00z",
        "2025-11-22 12:00:00+00:00",
        "2025-11-22T12:00",
        "2025-11-22T12:00:00",
        "2025-11-22T13:30:00+01:30",
        "2025-11-22T11:00:00.000-0100",
        "2025-11-22T07:00:00-05",
        " 2025-11-22T12:00:00,000000000Z ",
    ],
)
def test_a_time_may_be_written_in_many_ways(text: str) -> None:
    assert parse_time(text) == NOON


@pytest.mark.parametrize(
    ("fraction", "nanoseconds"),
    [("5", 500_000_000), ("000001", 1000), ("1234567899", 123456789)],
)
def test_a_fraction_is_kept_to_the_nanosecond(fraction: str, nanoseconds: int) -> None:
    assert parse_time(f"2025-11-22T12:00:00.{fraction}Z") == NOON + nanoseconds


def test_the_range_of_times_is_that_of_the_store() -> None:
    assert parse_time("1970-01-01T00:00:00Z") == 0
    assert parse_time("2262-04-11T23:47:16.854775807Z") == 2**63 - 1


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no ISO 8601 time"),
        ("noon", "no ISO 8601 time"),
        ("1763812800", "no ISO 8601 time"),
        ("2025-11-22", "no ISO 8601 time"),
        ("2025-02-30T00:00:00Z", "no time that exists"),
        ("2025-11-22T25:00:00Z", "no time that exists"),
        ("2025-11-22T12:00:00+99:00", "no time that exists"),
        ("1969-12-31T23:59:59.999Z", "outside the years"),
        ("2262-04-11T23:47:16.854775808Z", "outside the years"),
        ("0001-01-01T00:00:00+14:00", "outside the years"),
        ("9999-12-31T23:59:59-14:00", "outside the years"),
    ],
)
def test_what_is_no_time_is_told_why(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse_time(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("production", "production"),
        ("  Staging ", "staging"),
        ("langfuse-prod", "prod"),
        ("LANGFUSE_eu-1", "eu-1"),
        ("langfuse", "langfuse"),
        ("", "default"),
        ("pr\u00f6d", "default"),
        ("two words", "default"),
        ("x" * 50, "x" * 40),
    ],
)
def test_an_environment_has_one_form(text: str, name: str) -> None:
    assert to_environment(text) == name
