"""The plain English wordings in which personas ask for what can be checked."""

import re
from collections.abc import Callable, Sequence

from ratchet.domain.persona.clause import Check, Edge, Forbidden, Form, Length, Placed, Required, Unit

_UNITS = r"(words?|characters?|letters?|sentences?|lines?|paragraphs?)"
_IN_WORDS = {
    word: number
    for number, word in enumerate(
        ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
    )
} | {"a single": 1, "twenty": 20, "thirty": 30, "fifty": 50, "a hundred": 100}
_NUMBER = rf"(\d{{1,6}}|{'|'.join(_IN_WORDS)})"
_NOT = r"\b(?:never|don't|do not|avoid|must not|should not|shouldn't|cannot|without|no|not|refrain from)\b"
_UTTER = (
    r"\b(?:us(?:e|ing)|say(?:ing)?|writ(?:e|ing)|mention(?:ing)?|includ(?:e|ing)|words?|phrases?|terms?|expressions?)\b"
)
_ALL = r"(?: (?:always|all|each|every|your|the|answers?|repl(?:y|ies)|responses?|messages?))"
_BULLETS = r"bullet(?:ed)?(?: points?| lists?)?|bullets|numbered lists?"


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _to_number(text: str) -> int:
    return int(text) if text.isdigit() else _IN_WORDS[text.lower()]


def _to_unit(text: str) -> Unit:
    word = text.lower().removesuffix("s") + "s"
    return Unit.CHARACTERS if word == "letters" else Unit(word)


def _between(found: re.Match[str]) -> Length:
    low, high = sorted((_to_number(found[1]), _to_number(found[2])))
    return Length(unit=_to_unit(found[3]), least=low, most=high)


def _at_most(found: re.Match[str]) -> Length:
    return Length(unit=_to_unit(found[2]), most=_to_number(found[1]))


def _under(found: re.Match[str]) -> Length:
    return Length(unit=_to_unit(found[2]), most=max(0, _to_number(found[1]) - 1))


def _at_least(found: re.Match[str]) -> Length:
    return Length(unit=_to_unit(found[2]), least=_to_number(found[1]))


def _exactly(found: re.Match[str]) -> Length:
    return Length(unit=_to_unit(found[2]), least=_to_number(found[1]), most=_to_number(found[1]))


CONDITION = _compile(
    r"\b(?:if|when|whenever|where|unless|except|until|while|before|after|once|in case|otherwise|"
    r"for (?:each|every|any))\b"
)
"""What a clause says only for some answers cannot be checked on all."""

EXAMPLE = _compile(r"\b(?:such as|like|e\.g\.|for example|for instance|similar)\b")
"""What comes behind is not all that is meant."""

PART = _compile(
    r"\b(?:each|every|per)\s+(?!answer|reply|response|message)\w+|\b(?:bullets?|items?|steps?|titles?|subjects?|headings?|"
    r"summar(?:y|ies)|tables?|greetings?|names?|(?:sentences?|paragraphs?|lines?|questions?) (?:of|to|with|under|at))\b"
)
"""A length that is wanted of a part of the answer."""

LENGTHS: Sequence[tuple[re.Pattern[str], Callable[[re.Match[str]], Length]]] = (
    (_compile(rf"\b(?:between )?{_NUMBER}\s*(?:-|–|to|and)\s*{_NUMBER}\s+{_UNITS}\b"), _between),
    (
        _compile(rf"\b(?:at least|(?:no|not|never) (?:fewer|less) than|minimum(?: of)?) {_NUMBER}\s+{_UNITS}\b"),
        _at_least,
    ),
    (
        _compile(
            rf"\b(?:at most|up to|max(?:imum|\.)?(?: of)?|limit(?:ed)? (?:\w+ ){{0,3}}to|keep (?:\w+ ){{1,3}}to|within|"
            rf"{_NOT}[^.]{{0,20}}?(?:more than|longer than|over|exceed(?:ing)?)) {_NUMBER}\s+{_UNITS}\b"
        ),
        _at_most,
    ),
    (_compile(rf"\b{_NUMBER}\s+{_UNITS} (?:or less|or fewer|at most|max(?:imum)?)\b"), _at_most),
    (_compile(rf"\b(?:under|below|fewer than|less than|shorter than) {_NUMBER}\s+{_UNITS}\b"), _under),
    (_compile(rf"\b(?:exactly|in|use) {_NUMBER}\s+{_UNITS}\b(?! or)"), _exactly),
)
"""The first that fits counts."""

FORMS: Sequence[tuple[re.Pattern[str], Form]] = (
    (_compile(rf"{_NOT}[^.,;]{{0,20}}?\bmarkdown\b|\b(?:in|as|only) plain text(?: only)?\b"), Form.PLAIN_TEXT),
    (_compile(rf"{_NOT}[^.,;]{{0,20}}?\bemojis?\b"), Form.NO_EMOJI),
    (_compile(rf"{_NOT}[^.,;]{{0,20}}?\bexclamation (?:marks?|points?)\b"), Form.NO_EXCLAMATION),
    (_compile(rf"{_NOT}[^.,;]{{0,20}}?\b(?:links?|urls?|hyperlinks?)\b"), Form.NO_LINKS),
    (_compile(rf"{_NOT}[^.,;]{{0,20}}?\b(?:{_BULLETS}|lists)\b"), Form.NO_LIST),
    (_compile(rf"\b(?:use|as|in|with) (?:a )?(?:{_BULLETS})\b"), Form.LIST),
    (
        _compile(
            rf"\b(?:answer|reply|respond|output|return)(?:{_ALL}| only| strictly)* (?:in|as|with)"
            r"(?: only| valid| strict| a| single)* json\b"
        ),
        Form.JSON,
    ),
    (
        _compile(rf"\b(?:end|close|finish){_ALL}* (?:with|on|by asking) a (?:\w+ )?question\b"),
        Form.QUESTION_LAST,
    ),
)
"""What overlaps with one before it does not count."""

PHRASES: Sequence[tuple[re.Pattern[str], Callable[[tuple[str, ...]], Check | None]]] = (
    # “Don't forget to say”, “never begin with”: what is denied is not the phrase.
    (
        _compile(rf"{_NOT}.*\b(?:forget|fail|omit|skip|hesitate|only|without|start|begin|open|end|close)\b"),
        lambda _: None,
    ),
    (
        _compile(rf"{_NOT}(?:[^.]{{0,40}}?{_UTTER}[^.]{{0,30}}| call[^.]{{0,30}}| the)?[ :]*$"),
        lambda phrases: Forbidden(phrases=phrases),
    ),
    (
        _compile(rf"\b(?:start|begin|open){_ALL}* with(?: the (?:words?|phrase))?:? ?$"),
        lambda phrases: Placed(phrase=phrases[0], edge=Edge.START),
    ),
    (
        _compile(rf"\b(?:end|close|finish|sign off|sign){_ALL}* (?:with|as)(?: the (?:words?|phrase))?:? ?$"),
        lambda phrases: Placed(phrase=phrases[0], edge=Edge.END),
    ),
    (
        _compile(r"\b(?:always|must|include|mention|say)\b[^.]{0,40}$"),
        lambda phrases: Required(phrases=phrases),
    ),
)
"""By what stands before phrases in quotation marks; the first that fits counts."""
