"""Messages that vendors take apart, put together again: from numbered attributes, and from events."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from ratchet.ingest.readers import parse_json
from ratchet.ingest.wire import Attributes

# Layers that OpenInference puts around each part of a message, and that say nothing.
_WRAPPERS = frozenset({"message", "tool_call", "message_content", "image", "document"})

# Far beyond any message; what is nested deeper keeps its path as its name.
_DEPTH_MAX = 24
_DIGITS_MAX = 6

_ROLES: Mapping[str, str] = {
    "gen_ai.system.message": "system",
    "gen_ai.user.message": "user",
    "gen_ai.assistant.message": "assistant",
    "gen_ai.tool.message": "tool",
}
_CHOICE = "gen_ai.choice"
_DETAILS = frozenset({"gen_ai.client.inference.operation.details", "gen_ai.client.inference.operation"})
_PROMPT = "gen_ai.content.prompt"
_COMPLETION = "gen_ai.content.completion"

# Events with these names hold what went into a call or came out of it.
CONTENT_EVENTS = frozenset({*_ROLES, _CHOICE, *_DETAILS, _PROMPT, _COMPLETION})

_ABOUT_THE_EVENT = frozenset({"event.name", "gen_ai.system", "gen_ai.provider.name"})


class Content(NamedTuple):
    """What went into a call and what came out: messages, or whatever the vendor sent in their place; None if unsaid."""

    input: Any = None
    output: Any = None


class ContentEvent(NamedTuple):
    """An event about content: its name, and what it says in its attributes or its body."""

    name: str
    attributes: Attributes
    body: Any = None


def join_parts(parts: Mapping[str, Any]) -> list[Any]:
    """Messages from values by their numbered paths: `0.role`, `0.tool_calls.1.name`, `1.message.content`."""
    root: dict[str, Any] = {}
    for path, value in parts.items():
        steps = [step for step in path.split(".", _DEPTH_MAX) if step not in _WRAPPERS]
        node = root
        for step in steps[:-1]:
            inner = node.setdefault(step, {})
            if not isinstance(inner, dict):
                inner = node[step] = {"": inner}
            node = inner
        node[steps[-1]] = value
    messages = _lists(root)
    return messages if isinstance(messages, list) else [messages]


def _lists(node: Any) -> Any:
    """The same, with every mapping from numbers made a list."""
    if not isinstance(node, dict):
        return node
    if all(key.isdecimal() and len(key) <= _DIGITS_MAX for key in node):
        return [_lists(node[key]) for key in sorted(node, key=int)]
    return {key: _lists(value) for key, value in node.items()}


def read_content(events: Iterable[ContentEvent]) -> Content:
    """What a call's events say of its content, in the order they came."""
    said: list[Any] = []
    answered: list[Any] = []
    whole = Content()
    for event in events:
        if role := _ROLES.get(event.name):
            said.append({"role": role} | _fields(event))
        elif event.name == _CHOICE:
            answered.append(_choice(_fields(event)))
        elif event.name in _DETAILS:
            whole = _either(_details(event), whole)
        elif event.name == _PROMPT:
            whole = _either(Content(input=_parsed(event.attributes.get("gen_ai.prompt"))), whole)
        elif event.name == _COMPLETION:
            whole = _either(Content(output=_parsed(event.attributes.get("gen_ai.completion"))), whole)
    return _either(whole, Content(said or None, _one_or_all(answered)))


def with_instructions(messages: Any, instructions: Any) -> Any:
    """Messages with the system's instructions before them."""
    messages, instructions = _parsed(messages), _parsed(instructions)
    if not instructions or not isinstance(messages, list):
        return messages
    content = instructions if isinstance(instructions, list) else [{"type": "text", "content": instructions}]
    return [{"role": "system", "parts": content}, *messages]


def with_tool_calls(text: Any, tool_calls: Any) -> dict[str, Any]:
    """An assistant's message with the tools that it called."""
    return {"role": "assistant", "content": text or "", "tool_calls": _parsed(tool_calls)}


def _details(event: ContentEvent) -> Content:
    said = event.attributes if "gen_ai.input.messages" in event.attributes else {**_body(event), **event.attributes}
    return Content(
        with_instructions(said.get("gen_ai.input.messages"), said.get("gen_ai.system_instructions")),
        _parsed(said.get("gen_ai.output.messages")),
    )


def _fields(event: ContentEvent) -> dict[str, Any]:
    attributes = {key: value for key, value in event.attributes.items() if key not in _ABOUT_THE_EVENT}
    return _body(event) | {key.removeprefix("gen_ai.event."): _parsed(value) for key, value in attributes.items()}


def _body(event: ContentEvent) -> dict[str, Any]:
    body = _parsed(event.body)
    if body is None:
        return {}
    return {**body} if isinstance(body, Mapping) else {"content": body}


def _choice(fields: dict[str, Any]) -> Any:
    """What was chosen as a message; what else was said of it (a number, why it ended) stays beside."""
    message = fields.get("message")
    if not isinstance(message, Mapping):
        return fields
    return {"role": "assistant", **message, **_without(fields, "message")}


def _without(fields: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name != key}


def _one_or_all(answered: list[Any]) -> Any:
    if not answered:
        return None
    return answered[0] if len(answered) == 1 else answered


def _either(first: Content, second: Content) -> Content:
    return Content(
        second.input if first.input is None else first.input,
        second.output if first.output is None else first.output,
    )


def _parsed(value: Any) -> Any:
    """A text that holds a JSON object or list as that, anything else as it is."""
    if isinstance(value, str) and value[:1] in ("{", "["):
        found = parse_json(value)
        return value if found is None else found
    return value
