"""The table: which word of an application becomes which attribute, of a trace and of a step.

A word that is not here becomes metadata of the trace, or of the step, under its own name. The attributes are those
that Langfuse's SDKs send, so that either server understands them.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, cast

from ratchet.sdk.tracing.content import to_attribute, to_encodable, to_text

Attribute = str | int | float | bool | list[str]

INPUT = "langfuse.observation.input"
OUTPUT = "langfuse.observation.output"
LEVEL = "langfuse.observation.level"
MESSAGE = "langfuse.observation.status_message"
KIND = "langfuse.observation.type"
IS_ROOT = "langfuse.internal.is_app_root"
ERROR_TYPE = "error.type"
OPERATION = "gen_ai.operation.name"

OF_TRACES: Mapping[str, str] = {
    "name": "langfuse.trace.name",
    "user": "user.id",
    "session": "session.id",
    "tags": "langfuse.trace.tags",
    "release": "langfuse.release",
    "environment": "langfuse.environment",
    "version": "langfuse.version",
    "public": "langfuse.trace.public",
    "input": "langfuse.trace.input",
    "output": "langfuse.trace.output",
}
OF_STEPS: Mapping[str, str] = {
    "input": INPUT,
    "output": OUTPUT,
    "level": LEVEL,
    "status_message": MESSAGE,
    "version": "langfuse.version",
    "model": "langfuse.observation.model.name",
    "model_parameters": "langfuse.observation.model.parameters",
    "usage": "langfuse.observation.usage_details",
    "cost": "langfuse.observation.cost_details",
    "completion_start_time": "langfuse.observation.completion_start_time",
}
_TRACE_METADATA = "langfuse.trace.metadata."
_STEP_METADATA = "langfuse.observation.metadata."

# OpenTelemetry's own name of what a step does. Langfuse's SDK passes on spans that have one, and leaves others out.
OPERATIONS: Mapping[str, str] = {
    "agent": "invoke_agent",
    "embedding": "embeddings",
    "generation": "chat",
    "retriever": "retrieval",
    "tool": "execute_tool",
}
WORKFLOW = "invoke_workflow"


def to_trace_attributes(words: Mapping[str, Any]) -> dict[str, Attribute]:
    """Attributes of what is said of a trace; what is `None` is left out."""
    return {
        OF_TRACES.get(word) or _TRACE_METADATA + word: _to_tags(value) if word == "tags" else to_attribute(value)
        for word, value in words.items()
        if value is not None
    }


def to_step_attributes(words: Mapping[str, Any]) -> dict[str, Attribute]:
    """Attributes of what is said of a step; what is `None` is left out."""
    return dict(_of_step(words))


def _of_step(words: Mapping[str, Any]) -> Iterator[tuple[str, Attribute]]:
    for word, value in words.items():
        if value is None:
            continue
        if word == "prompt":
            yield from _of_prompt(value)
        elif word == "cost" and isinstance(value, int | float):
            yield OF_STEPS[word], json.dumps({"total": value})
        else:
            yield OF_STEPS.get(word) or _STEP_METADATA + word, to_attribute(value)


def _of_prompt(prompt: Any) -> Iterator[tuple[str, Attribute]]:
    """A prompt as a pair of name and version, or as what an SDK gave; one from the code has no version to link to."""
    if getattr(prompt, "is_fallback", False):
        return
    name, version = prompt if isinstance(prompt, tuple) else (prompt.name, prompt.version)
    yield "langfuse.observation.prompt.name", to_text(name)
    yield "langfuse.observation.prompt.version", int(cast(int, version))


def _to_tags(value: Any) -> list[str]:
    return [to_encodable(str(tag)) for tag in ([value] if isinstance(value, str) else value)]
