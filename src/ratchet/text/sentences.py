"""Sentences of a text, and the claims among them."""

import re

from sentencex import segment  # pyright: ignore[reportAttributeAccessIssue] compiled, without types

from ratchet.text.words import to_content_stems

_CODE_BLOCK = re.compile(r"^\s*(```|~~~).*?(^\s*\1|\Z)", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s.*$|^.*\n\s*[=-]{3,}\s*$", re.MULTILINE)
_LIST_MARK = re.compile(r"^\s*(?:[-*+•]|\d{1,3}[.)]|[a-z]\))\s+", re.IGNORECASE)
_EMPHASIS = re.compile(r"\*\*|__|`")
_CLAIM_WORDS_MIN = 2
# What is said to the reader, and says nothing of the matter.
_CHATTER = re.compile(
    r"(?:sure|certainly|of course|absolutely|great question|here(?:'s| is| are)|i hope|i'd be happy|i would be happy|"
    r"let me know|feel free|thanks|thank you|you're welcome|please (?:let|feel)|is there anything|hello|hi)\b",
    re.IGNORECASE,
)


def to_sentences(text: str, language: str = "en") -> list[str]:
    """The sentences of a text; lines and items of lists end a sentence, whatever stands at their end."""
    lines = (_LIST_MARK.sub("", line) for line in text.splitlines())
    split = (sentence.strip() for line in lines for sentence in segment(language, line))
    return [sentence for sentence in split if sentence]


def to_claims(text: str, language: str = "en") -> list[str]:
    """Sentences that state something: no questions, headings, code, lead-ins, pleasantries or single words."""
    prose = _HEADING.sub("\n", _CODE_BLOCK.sub("\n", text))
    return [said for said in to_sentences(_EMPHASIS.sub("", prose), language) if _is_claim(said, language)]


def _is_claim(sentence: str, language: str) -> bool:
    if sentence.endswith(("?", ":", "？")):
        return False
    if _CHATTER.match(sentence.replace("’", "'")):
        return False
    return len(to_content_stems(sentence, language)) >= _CLAIM_WORDS_MIN
