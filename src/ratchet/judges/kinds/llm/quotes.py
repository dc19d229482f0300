"""Evidence: only what the answer really says counts as quoted from it."""

from collections.abc import Iterable

from ratchet.text.words import normalise

EVIDENCE_MAX = 5
_LENGTH_MAX = 500


def find_quotes(quotes: Iterable[str], *texts: str) -> tuple[str, ...]:
    """Those of these quotes that stand in one of the texts, whatever their case and spacing; each once."""
    said = [normalise(text) for text in texts]
    found = (quote.strip()[:_LENGTH_MAX] for quote in quotes if _stands_in(quote, said))
    return tuple(dict.fromkeys(found))[:EVIDENCE_MAX]


def _stands_in(quote: str, said: Iterable[str]) -> bool:
    words = normalise(quote)
    return bool(words) and any(words in text for text in said)
