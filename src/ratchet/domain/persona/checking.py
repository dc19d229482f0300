"""Checking clauses without a model: lengths, forms, words."""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice

from ratchet.domain.persona.audit import CHECK, Finding, Standing
from ratchet.domain.persona.clause import Check, Clause, Edge, Forbidden, Form, Format, Length, Placed, Required, Unit

QUOTES_MAX = 5
_QUOTE_LENGTH_MAX = 300
# Every repetition is bounded, or cannot begin again where it ended: answers may be long, and odd.
_LIST_MARK = r"^[ \t]*(?:[-*+•]|\d{1,3}[.)])[ \t]+\S"
_INLINE_LINK = r"\[[^\]\n]{1,300}\]\([^)\n]{1,300}\)"
_EMOJI = "[\U0001f000-\U0001faff\u2600-\u27bf\u2b50\u2b55\u231a\u231b\ufe0f]"
_MARKDOWN = "|".join(
    (
        r"^ {0,3}#{1,6} .*",
        r"\*\*\S[^*\n]{0,300}\*\*",
        r"__\S[^_\n]{0,300}__",
        r"`[^`\n]{1,300}`",
        r"^```",
        r"^[ \t]*[-*+][ \t]+\S.*",
        r"^[ \t]*\|.*\|",
        _INLINE_LINK,
    )
)
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’)\]*_]*\s+(?=\S)")
_ENDS = (". ", "! ", "? ", "\n")
_TRIMMED = " \t\r\n*_`\"'“”‘’.!,;:"

# A match is what must not be there.
_OFFENCES: Mapping[Form, re.Pattern[str]] = {
    Form.PLAIN_TEXT: re.compile(_MARKDOWN, re.MULTILINE),
    Form.NO_LIST: re.compile(_LIST_MARK + ".*", re.MULTILINE),
    Form.NO_LINKS: re.compile(rf"https?://\S+|www\.\S+|{_INLINE_LINK}"),
    Form.NO_EMOJI: re.compile(_EMOJI),
    Form.NO_EXCLAMATION: re.compile("[!！]"),
}
_OFFENDED: Mapping[Form, str] = {
    Form.PLAIN_TEXT: "It is no plain text.",
    Form.NO_LIST: "It holds a list.",
    Form.NO_LINKS: "It holds a link.",
    Form.NO_EMOJI: "It holds an emoji.",
    Form.NO_EXCLAMATION: "It holds an exclamation mark.",
}
_COUNTS: Mapping[Unit, Callable[[str], int]] = {
    Unit.WORDS: lambda answer: len(answer.split()),
    Unit.CHARACTERS: len,
    Unit.SENTENCES: lambda answer: len(to_sentences(answer)),
    Unit.LINES: lambda answer: sum(1 for line in answer.splitlines() if line.strip()),
    Unit.PARAGRAPHS: lambda answer: sum(1 for part in re.split(r"\n[ \t\r]*\n", answer) if part.strip()),
}


def check(clause: Clause, answer: str) -> Finding:
    """What checks alone can say of a clause: broken, kept where they say all of it, else unjudged."""
    for one in clause.checks:
        reason, quotes = _find_fault(one, answer)
        if reason:
            return Finding(clause=clause, standing=Standing.BROKEN, reason=reason, quotes=tuple(quotes), by=CHECK)
    if clause.needs_reader:
        return Finding(clause=clause, standing=Standing.UNJUDGED)
    return Finding(clause=clause, standing=Standing.KEPT, by=CHECK)


def check_all(clauses: Iterable[Clause], answer: str) -> tuple[Finding, ...]:
    """Every clause, in order."""
    return tuple(check(clause, answer) for clause in clauses)


def to_sentences(text: str) -> list[str]:
    """Sentences, roughly: each line by itself, split behind full stops, question and exclamation marks."""
    lines = (re.sub(r"^\s*(?:[-*+•#>]+|\d{1,3}[.)])\s+", "", line).strip() for line in text.splitlines())
    return [part.strip() for line in lines if line for part in _SENTENCE_END.split(line) if part.strip()]


def _find_fault(one: Check, answer: str) -> tuple[str, Sequence[str]]:
    """Why a check fails, and the words that do it; nothing when it holds."""
    match one:
        case Length():
            return _find_length(one, answer), ()
        case Format():
            return _find_form(one.form, answer)
        case Forbidden():
            return _find_forbidden(one.phrases, answer)
        case Required():
            missing = [phrase for phrase in one.phrases if not _pattern(phrase).search(_plain(answer))]
            return (f"It does not say {_list(missing)}." if missing else ""), ()
        case Placed():
            return _find_misplaced(one, answer), ()


def _find_length(one: Length, answer: str) -> str:
    length = _COUNTS[one.unit](answer)
    if one.most is not None and length > one.most:
        return f"It has {length} {one.unit}, at most {one.most} are wanted."
    if one.least is not None and length < one.least:
        return f"It has {length} {one.unit}, at least {one.least} are wanted."
    return ""


def _find_form(form: Form, answer: str) -> tuple[str, Sequence[str]]:
    match form:
        case Form.JSON:
            return _find_broken_json(answer), ()
        case Form.LIST:
            is_list = len(re.findall(_LIST_MARK, answer, re.MULTILINE)) > 1
            return ("" if is_list else "It holds no list."), ()
        case Form.QUESTION_LAST:
            asks = answer.rstrip(" \t\r\n*_`\"'”’)").endswith(("?", "？"))
            return ("" if asks else "It does not end with a question."), ()
        case _:
            found = list(islice(_OFFENCES[form].finditer(answer), QUOTES_MAX))
            quotes = dict.fromkeys(_quote(answer, match) for match in found)
            return (_OFFENDED[form] if found else ""), list(quotes)


def _find_broken_json(answer: str) -> str:
    text = answer.strip()
    if text.startswith("```") and text.endswith("```"):
        text = text.strip("`").removeprefix("json")
    try:
        json.loads(text)
    except (ValueError, RecursionError) as error:
        return f"It is no JSON: {error}."
    return ""


def _find_forbidden(phrases: Iterable[str], answer: str) -> tuple[str, Sequence[str]]:
    text = _plain(answer)
    hits = {phrase: match for phrase in phrases if (match := _pattern(phrase).search(text))}
    quotes = dict.fromkeys(_sentence_around(answer, match.start()) for match in hits.values())
    return (f"It says {_list(hits)}." if hits else ""), list(quotes)[:QUOTES_MAX]


def _find_misplaced(one: Placed, answer: str) -> str:
    text, phrase = (_plain(said).strip(_TRIMMED).casefold() for said in (answer, one.phrase))
    if one.edge is Edge.START:
        return "" if text.startswith(phrase) else f"It does not begin with “{one.phrase}”."
    return "" if text.endswith(phrase) else f"It does not end with “{one.phrase}”."


def _pattern(phrase: str) -> re.Pattern[str]:
    """A phrase as whole words, whatever its case and spacing."""
    words = r"\s+".join(re.escape(word) for word in _plain(phrase).split())
    before = r"(?<!\w)" if phrase[:1].isalnum() else ""
    behind = r"(?!\w)" if phrase[-1:].isalnum() else ""
    return re.compile(before + words + behind, re.IGNORECASE)


def _plain(text: str) -> str:
    """The text with straight apostrophes, each character in its place."""
    return text.replace("’", "'").replace("‘", "'")


def _quote(answer: str, match: re.Match[str]) -> str:
    """The words that a pattern found; of a single sign, the sentence around it."""
    words = match.group().strip()
    return words[:_QUOTE_LENGTH_MAX] if len(words) > 1 else _sentence_around(answer, match.start())


def _sentence_around(answer: str, place: int) -> str:
    first = max(0, place - _QUOTE_LENGTH_MAX // 2)
    near = answer[first : first + _QUOTE_LENGTH_MAX]
    start = max(near.rfind(mark, 0, place - first) for mark in _ENDS)
    ends = [end for mark in _ENDS if (end := near.find(mark, place - first)) >= 0]
    return near[start + 1 : min(ends, default=len(near)) + 1].strip()


def _list(phrases: Iterable[str]) -> str:
    return ", ".join(f"“{phrase}”" for phrase in phrases)
