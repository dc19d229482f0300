"""Retrieval: passages of what the twin has written."""

from langgraph.runtime import Runtime

from twin.tracing.span import Kind
from twin.turn import Planned, Surroundings, Update


async def retrieve(state: Planned, runtime: Runtime[Surroundings]) -> Update:
    """Find what the plan asks for; the step's output is documents, as judges of citations read them."""
    plan = state["plan"]
    with runtime.context.tracing.step("retrieval", Kind.RETRIEVER, plan.query) as step:
        hits = runtime.context.index.search(plan.query, k=plan.k, favours=plan.favours, kinds=plan.kinds)
        step.give(
            [{"id": hit.passage.document_id, "text": hit.passage.text, "score": round(hit.score, 3)} for hit in hits]
        )
        return {"hits": hits}
