"""The airline conversations played by a small agent that the unmodified Langfuse SDK traces."""

import json
from contextlib import nullcontext

import pytest
from airline import Call, Conversation, Turn
from langfuse import Langfuse, propagate_attributes
from opentelemetry.sdk.trace import TracerProvider

from ratchet.testing.server import Server


def replay(server: Server, conversations: list[Conversation]) -> list[str]:
    """Play every conversation; gives the ids of the traces, in the order of the conversations."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("LANGFUSE_BASE_URL", server.url)
        environment.setenv("LANGFUSE_PUBLIC_KEY", server.public_key)
        environment.setenv("LANGFUSE_SECRET_KEY", server.secret_key)
        # A provider of its own, so that the spans of no other test come along.
        langfuse = Langfuse(tracer_provider=TracerProvider())
    assert langfuse.auth_check()
    trace_ids = [_play(langfuse, conversation) for conversation in conversations]
    langfuse.flush()
    langfuse.shutdown()
    return trace_ids


def _play(langfuse: Langfuse, conversation: Conversation) -> str:
    trace_id = langfuse.create_trace_id()
    with pytest.raises((LookupError, ValueError)) if conversation.failure else nullcontext():
        _converse(langfuse, conversation, trace_id)
    return trace_id


def _converse(langfuse: Langfuse, conversation: Conversation, trace_id: str) -> None:
    with (
        propagate_attributes(session_id=f"task-{conversation.task_id}", trace_name=conversation.name),
        langfuse.start_as_current_observation(
            name=conversation.name, as_type="agent", trace_context={"trace_id": trace_id}
        ) as root,
    ):
        for turn in conversation.turns:
            _take_turn(langfuse, turn)
        root.score_trace(name="reward", value=conversation.reward)
        if conversation.failure:
            raise conversation.failure.error


def _take_turn(langfuse: Langfuse, turn: Turn) -> None:
    with langfuse.start_as_current_observation(
        name="answer", as_type="generation", model="airline-agent", input=turn.read
    ) as generation:
        generation.update(output=turn.answer)
    if turn.call is None:
        return
    try:
        _use_tool(langfuse, turn.call)
    except (LookupError, ValueError):
        return  # the agent reads of it in its next turn


def _use_tool(langfuse: Langfuse, call: Call) -> None:
    with langfuse.start_as_current_observation(
        name=call.name, as_type="tool", input=json.loads(call.arguments)
    ) as tool:
        if call.failed:
            raise call.error
        tool.update(output=call.result)
