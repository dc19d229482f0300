"""Words and sentences of English text, as far as searching needs them."""

import re
from collections.abc import Sequence
from functools import lru_cache

import snowballstemmer

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”']?\s+(?=[\"“A-Z0-9])")
_STOP_WORDS = """
a about after all also am an and any are as at be because been before being but by can could did do does doing don for
from get had has have having he her here him his how i if in into is it its just know like me more most my no not now
of on one or our out over please really same she should so some such tell than that the their them then there these
they thing things this those through to too up us very was we were what when where which while who why will with would
you your yours yourself ever think make many much may must might long often far old need want say said says take give
let one two three first kind sort lot
"""
_STOP = frozenset(_STOP_WORDS.split())
_stemmer = snowballstemmer.stemmer("english")


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    return _stemmer.stemWord(word)


def to_words(text: str) -> list[str]:
    """All words, in small letters."""
    return _WORD.findall(text.replace("’", "'").casefold())


def to_stems(text: str) -> list[str]:
    """The stems of the words that carry meaning, in order."""
    words = (word.removesuffix("'s") for word in to_words(text))
    return [_stem(word) for word in words if word not in _STOP]


def to_sentences(text: str) -> Sequence[str]:
    """The sentences of prose; a paragraph ends one."""
    paragraphs = (" ".join(paragraph.split()) for paragraph in re.split(r"\n\s*\n", text))
    return [said for paragraph in paragraphs for said in _SENTENCE_END.split(paragraph) if said]
