"""Where examples go in a prompt."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

HEADING: Final = "## Examples of good answers"
_PLACEHOLDER = re.compile(r"\{\{\s*examples\s*\}\}")


def place_text(base_prompt: str, examples_text: str) -> str:
    """A prompt with examples at its `{{examples}}`, else under a heading at its end; nothing else in it is touched."""
    if _PLACEHOLDER.search(base_prompt):
        return _PLACEHOLDER.sub(lambda _: examples_text, base_prompt)
    return f"{base_prompt}\n\n{HEADING}\n\n{examples_text}" if examples_text else base_prompt


def place_messages(base: Sequence[Mapping[str, Any]], examples: Sequence[Mapping[str, str]]) -> list[dict[str, Any]]:
    """A chat with examples as turns of it, behind the instructions that it begins with."""
    instructions = next((place for place, one in enumerate(base) if one.get("role") not in _INSTRUCTING), len(base))
    return [dict(one) for one in (*base[:instructions], *examples, *base[instructions:])]


_INSTRUCTING = frozenset({"system", "developer"})
