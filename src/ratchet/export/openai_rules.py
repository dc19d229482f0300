"""What OpenAI's fine-tuning takes, as its guide to supervised fine-tuning has it."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

from ratchet.domain.export import ExportFormat, ExportOrder
from ratchet.export.openai_models import find_tokens_max

EXAMPLES_MIN = 10
# Roles and separators of three messages.
_OVERHEAD = 32
_ROLES = ("system", "user", "assistant", "tool")
_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")


def size_bytes_max(order: ExportOrder) -> int | None:
    """How long a question and its answer together are certain to be short enough for OpenAI; None without a limit."""
    if order.format is not ExportFormat.OPENAI:
        return None
    # No token is shorter than a byte.
    return max(find_tokens_max(order.model or "") - len((order.system_prompt or "").encode()) - _OVERHEAD, 0)


def find_fault(example: Mapping[str, Any]) -> str | None:
    """Why an example would make a file invalid; None when it would not."""
    messages: Sequence[Mapping[str, Any]] = example["messages"]
    if not messages:
        return "it asks nothing and answers nothing"
    if messages[-1]["role"] != "assistant":
        return "its last message is not from the assistant"
    if not any(message["role"] == "user" for message in messages):
        return "it has no message of a user"
    faults = (_find_message_fault(message) for message in messages)
    return next(filter(None, faults), None) or _find_call_fault(messages) or _find_tools_fault(example.get("tools"))


def _find_message_fault(message: Mapping[str, Any]) -> str | None:
    role = message["role"]
    if role not in _ROLES:
        return f"a message has the role {role[:40]!r}"
    content = message.get("content")
    if role == "assistant" and message.get("tool_calls"):
        return None if content is None or isinstance(content, str) else "a call of a tool has content that is no text"
    if not _is_content(content):
        return f"a message of the {role} has no content"
    if "name" in message and not _NAME.fullmatch(str(message["name"])):
        return "a message has a name that OpenAI does not take"
    if "weight" in message and (role != "assistant" or message["weight"] not in (0, 1)):
        return "a weight is 0 or 1, and on messages of the assistant only"
    return None


def _is_content(content: Any) -> bool:
    if isinstance(content, str):
        return bool(content.strip())
    parts = cast(list[Any], content) if isinstance(content, list) else []
    return bool(parts) and all(isinstance(part, dict) and isinstance(part.get("type"), str) for part in parts)


def _find_call_fault(messages: Sequence[Mapping[str, Any]]) -> str | None:
    """Every call has an id, a name and arguments in JSON, and is answered before anything else is said."""
    awaited: set[str] = set()
    for message in messages:
        if message["role"] == "tool":
            if message.get("tool_call_id") not in awaited:
                return "a message of a tool answers no call"
            awaited.discard(message["tool_call_id"])
            continue
        if awaited:
            return "a call of a tool is not answered"
        for call in message.get("tool_calls") or ():
            if not _is_call(call):
                return "a call of a tool has no id, no name or no arguments in JSON"
            awaited.add(call["id"])
    return None


def _is_call(call: Any) -> bool:
    match call:
        case {"id": str(), "type": "function", "function": {"name": str(name), "arguments": str(arguments)}}:
            return bool(_NAME.fullmatch(name)) and _is_json(arguments)
        case _:
            return False


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _find_tools_fault(tools: Any) -> str | None:
    for tool in tools or ():
        match tool:
            case {"type": "function", "function": {"name": str(name)}} if _NAME.fullmatch(name):
                continue
            case _:
                return "the definition of a tool has no type `function` or no name"
    return None
