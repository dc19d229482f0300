"""Planner: what to look for."""

from collections.abc import Mapping, Sequence

from langgraph.runtime import Runtime

from twin.modes import Mode
from twin.retrieval.words import to_stems
from twin.sessions import Exchange
from twin.tracing.span import Kind
from twin.turn import Plan, Routed, Surroundings, Update

FAVOURS: Mapping[Mode, Mapping[str, float]] = {
    Mode.STANCE_GLOBAL: {"stance": 1.6},
    Mode.FACTUAL: {"facts": 1.15},
    Mode.TEACHING: {"how-to": 1.4},
}
"""Which kinds of documents a mode is best answered from, and by how much they count for more."""

# A message of fewer words that mean something leans on what was said before.
_STEMS_ALONE_MIN = 2


async def plan(state: Routed, runtime: Runtime[Surroundings]) -> Update:
    """Say what is to be looked for."""
    given = {"question": state["question"], "dialogue_mode": state["mode"].value}
    with runtime.context.tracing.step("planner", Kind.CHAIN, given) as step:
        made = make_plan(state["question"], state["mode"], state["history"], k=runtime.context.settings.retrieval_k)
        step.give({"query": made.query, "k": made.k, "favours": dict(made.favours), "kinds": list(made.kinds)})
        return {"plan": made}


def make_plan(question: str, mode: Mode, history: Sequence[Exchange], *, k: int) -> Plan:
    """The question, with the one before it where it does not stand alone; small talk needs no more than a passage."""
    leans = mode is Mode.REPAIR or len(to_stems(question)) < _STEMS_ALONE_MIN
    query = f"{history[-1].question} {question}" if leans and history else question
    if mode is Mode.SMALLTALK:
        return Plan(query=query, k=1, kinds=("about",))
    return Plan(query=query, k=k, favours=FAVOURS.get(mode, {}))
