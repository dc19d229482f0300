"""Personal data and secrets in a text, replaced by what they were: `[email]`, `[phone]`, `[card]`.

Found by their form alone: names and street addresses have none, and stay. What has check digits is checked, so that an
order number is not taken for a card.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from ipaddress import ip_address
from typing import Any, NamedTuple, cast

from stdnum import iban, luhn
from stdnum.us import ssn


class Redacted(NamedTuple):
    """A text without what was found in it, and how many of each were found."""

    text: str
    found: Mapping[str, int]


class _Form(NamedTuple):
    """How one sort of personal data looks; what is found must also pass the check."""

    name: str
    pattern: re.Pattern[str]
    is_real: Callable[[str], bool]


_PHONE_DIGITS = range(8, 16)


def _is_anything(_: str) -> bool:
    return True


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _is_card(text: str) -> bool:
    return luhn.is_valid(re.sub(r"\D", "", text))


def _is_phone(text: str) -> bool:
    return sum(character.isdigit() for character in text) in _PHONE_DIGITS


# In this order: what is found first is gone for those that follow. Every repetition is bounded, or cannot overlap
# with what follows it, so that no text takes long.
_FORMS = (
    _Form(
        "secret",
        re.compile(
            r"-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[A-Za-z0-9+/=\s]{0,20000}-----END [A-Z ]{0,30}PRIVATE KEY-----"
            r"|\b(?:sk|pk|rk)-[A-Za-z0-9_-]{16,200}|\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|\bgh[pousr]_[A-Za-z0-9]{30,255}"
            r"|\bxox[abprs]-[A-Za-z0-9-]{10,200}|\beyJ[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{8,8000}\.[A-Za-z0-9_-]{8,2000}"
        ),
        _is_anything,
    ),
    _Form("email", re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}\b"), _is_anything),
    _Form("iban", re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{1,4}){3,8}\b"), iban.is_valid),
    _Form("card", re.compile(r"(?<![\d-])\d{4}(?:[ -]?\d{2,6}){2,4}(?![\d-])"), _is_card),
    _Form("ssn", re.compile(r"(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])"), ssn.is_valid),
    _Form(
        "ip",
        re.compile(r"(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|(?:[0-9a-fA-F]{0,4}:){2,7}[0-9a-fA-F]{1,4})(?![\w:]|\.\d)"),
        _is_address,
    ),
    _Form("phone", re.compile(r"(?<![\w.,/-])(?:\+\d|\(\d|0\d)(?:[ ./()-]{0,2}\d){6,14}(?![\w-])"), _is_phone),
    _Form("phone", re.compile(r"(?<![\w.,/-])\d{3}[ .-]\d{3}[ .-]\d{4}(?![\w-])"), _is_phone),
)


def redact(text: str) -> Redacted:
    """The text without the personal data and secrets that can be told by their form."""
    found: Counter[str] = Counter()
    for form in _FORMS:
        text, count = _replace(text, form)
        found[form.name] += count
    return Redacted(text, dict(+found))


def _replace(text: str, form: _Form) -> tuple[str, int]:
    real = [match for match in form.pattern.finditer(text) if form.is_real(match.group())]
    parts: list[str] = []
    end = 0
    for match in real:
        parts += [text[end : match.start()], f"[{form.name}]"]
        end = match.end()
    return "".join((*parts, text[end:])), len(real)


def redact_value(value: Any) -> Any:
    """A JSON value with all of its texts redacted; the names of its fields stay."""
    match value:
        case str():
            return redact(value).text
        case list():
            return [redact_value(part) for part in cast(list[Any], value)]
        case dict():
            return {name: redact_value(part) for name, part in cast(dict[str, Any], value).items()}
        case _:
            return value
