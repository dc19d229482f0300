"""Router: what kind of talk this is."""

from langgraph.runtime import Runtime

import ratchet
from twin.modes import find_mode
from twin.tracing.span import Kind
from twin.turn import Asked, Surroundings, Update


async def route(state: Asked, runtime: Runtime[Surroundings]) -> Update:
    """Find the dialogue mode, and say it of the trace."""
    with runtime.context.tracing.step("router", Kind.CHAIN, {"question": state["question"]}) as step:
        mode = find_mode(state["question"], has_history=bool(state["history"]))
        ratchet.tag_trace(dialogue_mode=mode.value)
        step.give({"dialogue_mode": mode.value})
        return {"mode": mode}
