"""Personal data and secrets in what is exported, counted by kind."""

from collections import Counter
from collections.abc import Mapping

from ratchet.text.redaction import redact


def count_personal_data(*texts: str) -> Mapping[str, int]:
    """How many of each kind `ratchet.text.redaction` finds in texts."""
    found: Counter[str] = Counter()
    for text in texts:
        found.update(redact(text).found)
    return found
