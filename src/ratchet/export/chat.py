"""An item as a chat: what was said before, and the answer as the last message."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, cast

_ROLES: Mapping[str, str] = {
    "human": "user",
    "ai": "assistant",
    "model": "assistant",
    "bot": "assistant",
    "developer": "system",
    "function": "tool",
}
_KEPT = ("role", "content", "name", "tool_calls", "tool_call_id", "refusal", "weight")
Message = dict[str, Any]


def to_prompt(record: Mapping[str, Any], system_prompt: str | None) -> list[Message]:
    """What an item asks, as messages: its own or its question; `system_prompt` leads where nothing else does."""
    asked = _find_messages(record["input"])
    if not asked and record["query"]:
        asked = [{"role": "user", "content": record["query"]}]
    while asked and asked[-1]["role"] == "assistant":
        asked.pop()  # what is learned is the answer that stands in the dataset
    system = _field(record["metadata"], "system_prompt") or _field(record["input"], "system") or system_prompt
    if asked and system and asked[0]["role"] != "system":
        asked.insert(0, {"role": "system", "content": system})
    return asked


def to_answer(record: Mapping[str, Any]) -> list[Message]:
    """What answers an item, as messages; none where nothing does."""
    said = _find_messages(record["expected_output"])
    answers = [message for message in said if message["role"] in ("assistant", "tool")]
    if answers:
        return answers
    return [{"role": "assistant", "content": record["response"]}] if record["response"] else []


def to_chat(record: Mapping[str, Any], system_prompt: str | None) -> dict[str, Any]:
    """The whole chat with the tools that could be called in it."""
    chat: dict[str, Any] = {"messages": to_prompt(record, system_prompt) + to_answer(record)}
    tools = find_tools(record)
    return chat | {"tools": tools} if tools else chat


def find_tools(record: Mapping[str, Any]) -> list[Any]:
    """The definitions of tools in an item's input or metadata."""
    for value in (record["input"], record["metadata"]):
        tools = cast(Mapping[str, Any], value).get("tools") if isinstance(value, dict) else None
        if isinstance(tools, list) and tools:
            return cast(list[Any], tools)
    return []


def _find_messages(value: Any) -> list[Message]:
    match value:
        case {"messages": [*messages]}:
            return _to_messages(messages)
        case {"role": str()}:
            return _to_messages([value])
        case [{"role": str()}, *_]:
            return _to_messages(cast(list[Any], value))
        case {"tool_calls": [_, *_]}:
            return _to_messages([{"role": "assistant", **value}])
        case _:
            return []


def _to_messages(values: Sequence[Any]) -> list[Message]:
    return [
        _to_message(cast(Message, value))
        for value in values
        if isinstance(value, dict) and isinstance(value.get("role"), str)
    ]


def _to_message(value: Message) -> Message:
    role = value["role"].lower()
    message = {name: value[name] for name in _KEPT if value.get(name) is not None}
    message["role"] = _ROLES.get(role, role)
    if isinstance(calls := message.get("tool_calls"), list):
        message["tool_calls"] = [_to_call(call) for call in cast(list[Any], calls)]
    return message


def _to_call(call: Any) -> Any:
    """A call of a tool as OpenAI has it: of type `function`, its arguments a text of JSON."""
    match call:
        case {"function": {"arguments": dict() | list() as arguments} as function}:
            return {**call, "type": "function", "function": {**function, "arguments": json.dumps(arguments)}}
        case {"function": dict()}:
            return {**call, "type": "function"}
        case _:
            return call


def _field(value: Any, name: str) -> str | None:
    found = cast(Mapping[str, Any], value).get(name) if isinstance(value, dict) else None
    return found if isinstance(found, str) and found else None
