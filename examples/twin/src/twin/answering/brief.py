"""What a prompt asks for, as far as it can be read without understanding it: sources, lengths, forms, examples."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from twin.answering.model import Message

_NUMBERS: Mapping[str, int] = {
    word: number
    for number, word in enumerate(("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), 1)
}
_NUMBER = rf"(\d{{1,4}}|{'|'.join(_NUMBERS)})"
_LIMIT = r"\b(?:at most|up to|no more than|not more than|within|in)\s+"
_SENTENCES = re.compile(rf"{_LIMIT}{_NUMBER}\s+sentences?\b", re.IGNORECASE)
_SENTENCES_LEAST = re.compile(rf"\bat least\s+{_NUMBER}\s+sentences?\b", re.IGNORECASE)
_WORDS = re.compile(rf"{_LIMIT}{_NUMBER}\s+words?\b", re.IGNORECASE)
_STEPS = re.compile(rf"\bnumbered list(?: of)?(?: {_LIMIT}{_NUMBER}\s+steps?\b)?", re.IGNORECASE)
_CITES = re.compile(r"^(?!.*\b(?:do not|don't|never|without)\b.*\bcit).*\bcit(?:e|ing|ations?)\b.*\[", re.IGNORECASE)
_OPENING = re.compile(r"\b(?:begin|start|open)\b[^.“\"]*[“\"]([^”\"]+)[”\"]", re.IGNORECASE)
_UNKNOWN = re.compile(r"\bdo(?:es)? not (?:answer|say)\b[^“\"\n]*[“\"]([^”\"]+)[”\"]", re.IGNORECASE)
_MEND = re.compile(r"^- .*\(It (?:says|holds) (.*?)\.?\)$", re.MULTILINE)
_QUOTED = re.compile(r"[“\"]([^”\"]+)[”\"]")
_SOURCE = re.compile(r'<source id="([^"]+)" title="([^"]*)">\s*(.*?)\s*</source>', re.DOTALL)
_REPEATS_NOT = re.compile(r"\b(?:do not|don't|never) repeat\b", re.IGNORECASE)
QUESTION = "\nQuestion: "
"""What stands between the sources and the question; behind it nothing counts as a source."""

_EXAMPLES = (
    re.compile(r"^Q\d+:\s*(.+?)\s*^A\d+:\s*(.+?)(?=^Q\d+:|\n\s*\n|\Z)", re.MULTILINE | re.DOTALL),
    re.compile(r"^User:\s*(.+?)\s*^Assistant:\s*(.+?)(?=^User:|\n\s*\n|\Z)", re.MULTILINE | re.DOTALL),
    re.compile(
        r"<example>\s*<(?:query|question|input|user)>(.*?)</\w+>\s*<(?:response|answer|output|assistant)>(.*?)</\w+>\s*</example>",
        re.DOTALL,
    ),
)


class Source(NamedTuple):
    """A passage in the prompt, and what it is cited by."""

    id: str
    title: str
    text: str


class Example(NamedTuple):
    """A question with a good answer."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What is asked for; `None` where the prompt sets no bound."""

    question: str
    sources: Sequence[Source]
    examples: Sequence[Example] = ()
    said_before: Sequence[str] = ()
    sentences_min: int = 1
    sentences_max: int | None = None
    words_max: int | None = None
    steps_max: int | None = None
    """As a numbered list, of at most so many."""
    cites: bool = False
    opening: str = ""
    unknown: str = "I do not know."
    avoided: Sequence[str] = ()
    """Words that a draft was sent back for."""


def read_brief(messages: Sequence[Message]) -> Brief:
    """The brief in a chat: rules in its system messages, sources and question in the last message that has them."""
    rules = "\n".join(one["content"] for one in messages if one["role"] == "system")
    place = _find_task(messages)
    sources, _, question = messages[place]["content"].partition(QUESTION)
    examples = _find_examples(rules)
    plain = _without_examples(rules)
    is_repair = _REPEATS_NOT.search(plain) is not None
    before = messages[:place] if is_repair else ()
    return Brief(
        question=" ".join([*_find_said(before, "user")[-1:], (question or sources).strip()]),
        sources=[Source(*found) for found in _SOURCE.findall(sources)] if question else (),
        examples=examples,
        said_before=_find_said(before, "assistant"),
        sentences_min=_least(_SENTENCES_LEAST, plain) or 1,
        sentences_max=_least(_SENTENCES, plain),
        words_max=_least(_WORDS, plain),
        steps_max=_find_steps(plain),
        cites=any(_CITES.search(line) for line in plain.splitlines()),
        opening=_first(_OPENING, plain),
        unknown=_first(_UNKNOWN, plain) or "I do not know.",
        avoided=_find_avoided(messages[place + 1 :]),
    )


def _find_task(messages: Sequence[Message]) -> int:
    """Where the question stands that is to be answered; behind it there may be a draft, and what to mend in it."""
    asked = [place for place, one in enumerate(messages) if one["role"] == "user"]
    return next((place for place in reversed(asked) if QUESTION in messages[place]["content"]), asked[-1])


def _find_said(messages: Sequence[Message], role: str) -> Sequence[str]:
    return [one["content"] for one in messages if one["role"] == role]


def _find_avoided(corrections: Sequence[Message]) -> Sequence[str]:
    said = "\n".join(one["content"] for one in corrections if one["role"] == "user")
    phrases = [phrase for reason in _MEND.findall(said) for phrase in _QUOTED.findall(reason)]
    return [*phrases, *(["!"] if "an exclamation mark" in said else [])]


def _find_examples(text: str) -> Sequence[Example]:
    for pattern in _EXAMPLES:
        if found := pattern.findall(text):
            return [Example(question.strip(), answer.strip()) for question, answer in found]
    return ()


def _without_examples(text: str) -> str:
    for pattern in _EXAMPLES:
        text = pattern.sub("", text)
    return text


def _least(pattern: re.Pattern[str], text: str) -> int | None:
    return min((_to_number(found) for found in pattern.findall(text)), default=None)


def _find_steps(text: str) -> int | None:
    found = _STEPS.search(text)
    if found is None:
        return None
    return _to_number(found[1]) if found[1] else 5


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[1].strip() if found else ""


def _to_number(text: str) -> int:
    return int(text) if text.isdigit() else _NUMBERS[text.lower()]
