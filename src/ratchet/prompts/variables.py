"""The names that are filled in when a prompt is used: `{{variables}}` in texts, and placeholders of messages."""

import re

from ratchet.domain.prompt import Content
from ratchet.prompts.references import texts_of

_VARIABLE = re.compile(r"\{\{\s*([^{}\s]+)\s*\}\}")


def find_ambiguous_names(content: Content) -> list[str]:
    """The names that a chat has both for a variable and for a placeholder, which are filled in by one argument."""
    if isinstance(content, str):
        return []
    variables = {name for text in texts_of(content) for name in _VARIABLE.findall(text)}
    placeholders = {message["name"] for message in content if "content" not in message}
    return sorted(variables & placeholders)
