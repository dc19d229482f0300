"""A trace with nested spans, as versions 4 and 5 of Langfuse's Python SDK tell it."""

from typing import Any

from langfuse import propagate_attributes
from storyteller import SDK, STORY


def trace(langfuse: Any) -> Any:
    about = propagate_attributes(
        trace_name="answer a question",
        user_id=STORY["user"],
        session_id=f"visit of {SDK}",
        tags=STORY["tags"],
        metadata=STORY["metadata"],
        version=STORY["version"],
    )
    root = langfuse.start_as_current_observation(name="answer", as_type="agent", input=STORY["question"])
    with about, root as agent:
        _search(agent)
        _use_broken_tool(langfuse)
        _write(langfuse)
        agent.update(output=STORY["answer"])
        url = langfuse.get_trace_url()
    langfuse.flush()
    return {"id": agent.trace_id, "url": url}


def _search(root: Any) -> None:
    search = root.start_observation(name="search", as_type="retriever", input=STORY["question"])
    search.update(output=["order 4711"], metadata={"index": "orders", "hits": 1}, level="DEBUG")
    search.create_event(name="found", input={"order": 4711})
    search.end()


def _use_broken_tool(langfuse: Any) -> None:
    try:
        with langfuse.start_as_current_observation(name="look up", as_type="tool", input={"order": 4711}):
            raise ConnectionError(STORY["failure"])
    except ConnectionError:
        pass  # the answer does without


def _write(langfuse: Any) -> None:
    with langfuse.start_as_current_observation(
        name="write",
        as_type="generation",
        model=STORY["model"],
        model_parameters=STORY["model_parameters"],
        input=[{"role": "user", "content": STORY["question"]}],
    ):
        answer = {"role": "assistant", "content": STORY["answer"]}
        langfuse.update_current_generation(output=answer, usage_details=STORY["usage"])
