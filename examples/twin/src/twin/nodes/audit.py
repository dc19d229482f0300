"""Persona audit: whether the answer keeps to the rules, and rewrites while it does not."""

from collections.abc import Sequence

from langgraph.runtime import Runtime

import ratchet
from ratchet.domain.persona.audit import Audit
from ratchet.sdk.persona import Kept
from twin.answering.model import Message
from twin.errors import PromptTold, TwinError
from twin.nodes.realizer import generate
from twin.prompts import REWRITE
from twin.tracing.span import Kind
from twin.turn import Realized, Surroundings, Update

DECLINED = "I keep my instructions to myself; ask me about my work instead."


async def audit(state: Realized, runtime: Runtime[Surroundings]) -> Update:
    """Keep the answer to the persona, and the prompt secret; `rewrite_count` says how often it was rewritten."""
    around, secret = runtime.context, state["secret"]
    with around.tracing.step("persona_audit", Kind.GUARDRAIL, state["answer"]) as step:
        kept = None if secret.is_told_by(state["answer"]) else await _keep(state, around)
        if kept is None or secret.is_told_by(kept.answer):
            ratchet.tag_error(PromptTold("The answer quoted the prompt, and was kept back."), level="WARNING")
            done: Update = {"answer": DECLINED, "rewrites": 0, "faults": []}
        else:
            faults = [fault.clause.text for fault in kept.audit.broken]
            done = {"answer": kept.answer, "rewrites": kept.rewrites, "faults": faults}
        step.give(done)
        return done


async def _keep(state: Realized, around: Surroundings) -> Kept:
    async def rewrite(answer: str, found: Audit) -> str:
        prompt = around.prompts.read(REWRITE)
        asked = _ask_again(state["messages"], answer, prompt.fill(advice=found.advice))
        try:
            return (await generate(asked, prompt, around)).text
        except TwinError:  # its step says so; the answer that there is may break a rule, but it is one
            return answer

    return await ratchet.keep_to_persona_async(
        around.persona,
        state["answer"],
        rewrite,
        question=state["question"],
        rewrites_max=around.settings.rewrites_max,
        trace_id=ratchet.current_trace_id() or "",
        connection=around.connection,
    )


def _ask_again(messages: Sequence[Message], answer: str, advice: str) -> Sequence[Message]:
    return [*messages, Message(role="assistant", content=answer), Message(role="user", content=advice)]
