"""Examples as a prompt shows them."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final, Literal, overload
from xml.sax.saxutils import escape

from ratchet.domain.few_shot import Example

TextStyle = Literal["qa", "conversation", "structured"]
Style = Literal["qa", "conversation", "structured", "messages"]
DEFAULT_STYLE: Final = "qa"
# What XML has no way to write, and a line end that its readers would change.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_AS_REFERENCE = {"\r": "&#13;"}


@overload
def format_examples(examples: Sequence[Example], style: TextStyle = DEFAULT_STYLE) -> str: ...


@overload
def format_examples(examples: Sequence[Example], style: Literal["messages"]) -> list[dict[str, str]]: ...


def format_examples(examples: Sequence[Example], style: Style = DEFAULT_STYLE) -> str | list[dict[str, str]]:
    """Examples as text for a prompt, or as messages of a chat.

    Arguments:
        examples: what `get_examples` gives.
        style: `qa` ("Q1: … A1: …"), `conversation` ("User: … Assistant: …"), `structured` (`<example>` elements, with
            what would end one escaped), or `messages`: a list with a user's and an assistant's message for each.

    Raises `ValueError` for another style.

    Example:
        >>> examples = [Example("1", "Why?", "Because.", 0.9, "factual", "high_quality_responses")]
        >>> print(format_examples(examples, style="qa"))
        Q1: Why?
        A1: Because.

    """
    if style == "messages":
        return to_messages(examples)
    if style not in TEXT_STYLES:
        raise ValueError(f"There is no style {style!r}; there are {', '.join((*TEXT_STYLES, 'messages'))}.")
    write = TEXT_STYLES[style]
    return "\n\n".join(write(place, example) for place, example in enumerate(examples, start=1))


def to_messages(examples: Sequence[Example]) -> list[dict[str, str]]:
    """A user's and an assistant's message for each example."""
    return [
        {"role": role, "content": content}
        for example in examples
        for role, content in (("user", example.query), ("assistant", example.response))
    ]


def _to_qa(place: int, example: Example) -> str:
    return f"Q{place}: {example.query}\nA{place}: {example.response}"


def _to_conversation(_: int, example: Example) -> str:
    return f"User: {example.query}\nAssistant: {example.response}"


def _to_structured(_: int, example: Example) -> str:
    query, response = (escape(_NOT_XML.sub("", text), _AS_REFERENCE) for text in (example.query, example.response))
    return f"<example>\n<query>{query}</query>\n<response>{response}</response>\n</example>"


TEXT_STYLES: Mapping[str, Callable[[int, Example], str]] = {
    "qa": _to_qa,
    "conversation": _to_conversation,
    "structured": _to_structured,
}
"""How each style writes an example, given its place from 1 on."""
