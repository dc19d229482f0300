"""Answers that decline to answer, told by the phrases in which models say so."""

import re

from ratchet.text.sentences import to_sentences

_CANNOT = r"(?:can ?not|can't|could ?n[o']t|won't|will not)"
_UNABLE = r"(?:\w+ )?(?:unable|not able|not going|not allowed|not permitted|not comfortable|not qualified)"
_HELP = (
    r"(?:access|answer|assist|browse|comply|complete|create|discuss|do that|engage|find|fulfill?|generate|give|help|"
    r"offer|open|participate|process|provide|recommend|respond|say|share|support|tell|write)"
)
_FACTS = r"(?:access|ability|answer|context|data|details|information|knowledge)"
_MODEL = r"(?:ai|artificial intelligence|(?:large )?language model)"

_PHRASES = (
    rf"\b(?:i|we) (?:\w+ )?{_CANNOT} (?:\w+ ){{0,2}}{_HELP}\b",
    rf"\b(?:i|we)(?:'m|'re| am| are) {_UNABLE}\b",
    rf"\b(?:sorry|apologi[sz]e|apologies|afraid|unfortunately)\b[^.!?]{{0,80}}\b(?:i|we) (?:\w+ )?{_CANNOT}\b",
    rf"\bas an? {_MODEL}[^.!?]{{0,60}}\b(?:can ?not|can't|don't|do not|unable)\b",
    rf"\bi (?:don't|do not) (?:have|possess|know|find|see) (?:\w+ ){{0,4}}{_FACTS}\b",
    r"\bi (?:don't|do not) (?:actually )?know\b(?! (?:if|whether|that|how you|what you))",
    r"\bi must (?:\w+ )?(?:decline|refuse)\b",
    r"\bagainst (?:my|our|the) (?:programming|guidelines|polic(?:y|ies)|usage polic(?:y|ies))\b",
    r"\b(?:context|document|passage|source|text)s? (?:do|does)(?: not|n't) (?:contain|include|mention|say|state)",
)
_REFUSAL = re.compile("|".join(_PHRASES), re.IGNORECASE)


def is_refusal(sentence: str) -> bool:
    """Whether a sentence declines to answer, or says that it does not know."""
    return _REFUSAL.search(sentence.replace("’", "'")) is not None


def find_refusal(text: str, *, sentences_max: int, language: str = "en") -> str:
    """The first sentence, among so many from the start, that declines; empty when none does."""
    first = to_sentences(text[: sentences_max * 1000], language)[:sentences_max]
    return next((sentence for sentence in first if is_refusal(sentence)), "")
