"""The tags by which a prompt includes others: `@@@langfusePrompt:name=greeting|label=production@@@`."""

import re
from collections.abc import Iterator

from ratchet.domain.prompt import Content, Reference

TAG = re.compile(r"@@@langfusePrompt:name=([^|\n]+?)\|(?:version=(\d{1,9})|label=([^|\n]+?))@@@")
"""A tag: the name, then the version or the label."""


def to_reference(tag: re.Match[str]) -> Reference:
    """What a tag leads to."""
    name, version, label = tag.groups()
    return Reference(name, int(version or 0), label or "")


def find_references(content: Content) -> list[Reference]:
    """What a prompt includes, each once, in the order in which it does."""
    return list(dict.fromkeys(to_reference(tag) for text in texts_of(content) for tag in TAG.finditer(text)))


def texts_of(content: Content) -> Iterator[str]:
    """The texts in which tags and variables are looked for."""
    if isinstance(content, str):
        yield content
    else:
        yield from (message["content"] for message in content if "content" in message)
