"""Words of a text, as comparisons see them: in one spelling, by their stems, without those that only join."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from hashlib import sha256
from typing import Protocol

# A number keeps its point and its separators; a word keeps its apostrophe.
_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|[^\W_]+")

STEMMERS = {
    "ar": "arabic",
    "da": "danish",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hi": "hindi",
    "hu": "hungarian",
    "id": "indonesian",
    "it": "italian",
    "nl": "dutch",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "tr": "turkish",
}
"""Languages whose words are stemmed; those of others are compared as they are."""

# Negations are not here: "not refundable" says something else than "refundable".
_ENGLISH = """
a about all also am an and any are as at be because been being both but by can could did do does doing each for from had
has have having he her here hers him his how i if in into is it it's its itself just me may might my of on or other our
ours out over own shall she should so some such than that that's the their theirs them then there these they this those
through to too under until up us very was we were what when where which while who whom why will with would you you're
your yours
"""
_FUNCTION_WORDS = {"en": frozenset(_ENGLISH.split())}
_SHORT = 2


def normalise(text: str) -> str:
    """A text in one spelling: compatible characters made equal, small letters, words and numbers with single spaces."""
    return " ".join(to_words(text))


def fingerprint(text: str) -> str:
    """What texts share that differ only in case, spacing and punctuation: 32 hexadecimal digits."""
    return sha256(normalise(text).encode()).hexdigest()[:32]


def to_words(text: str) -> list[str]:
    """Words and numbers in order, in small letters."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold().replace("’", "'"))


def to_stems(words: Sequence[str], language: str = "en") -> list[str]:
    """The words without their endings; in a language without a stemmer as they are."""
    return [_stem(word, language) for word in words]


def to_content_stems(text: str, language: str = "en") -> list[str]:
    """The stems of the words that carry meaning, in order; without a list for the language, of those of some length."""
    function_words = _FUNCTION_WORDS.get(language)
    if function_words is None:
        kept = [word for word in to_words(text) if len(word) > _SHORT or word[0].isdigit()]
    else:
        kept = [word for word in to_words(text) if word not in function_words]
    return to_stems(kept, language)


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802 the library's name


@lru_cache(maxsize=65536)
def _stem(word: str, language: str) -> str:
    stemmer = _stemmer(language) if language in STEMMERS else None
    return word if stemmer is None or word[0].isdigit() else stemmer.stemWord(word)


@cache
def _stemmer(language: str) -> _Stemmer:
    import snowballstemmer  # noqa: PLC0415 it loads every language, which the server does not wait for at its start

    return snowballstemmer.stemmer(STEMMERS[language])
