"""The story as an application tells it that uses version 3 of Langfuse's Python SDK."""

from typing import Any

from langfuse import Langfuse
from python_api_of_old import read_everything
from python_batch_evaluation import batch_evaluation
from python_datasets import datasets
from python_decorators import decorated
from python_experiments import experiment, local_experiment
from python_linked_prompt import linked_prompt
from python_media import media, resolved_media
from python_prompts import PROMPTS, chat_prompts_with_placeholders
from python_runs import runs
from python_scores import scores
from storyteller import SDK, STORY, tell


def connection(langfuse: Langfuse) -> Any:
    return langfuse.auth_check()


def trace(langfuse: Langfuse) -> Any:
    with langfuse.start_as_current_observation(name="answer", as_type="agent", input=STORY["question"]) as agent:
        agent.update_trace(name="answer a question", user_id=STORY["user"], session_id=f"visit of {SDK}")
        _search(langfuse)
        _use_broken_tool(langfuse)
        _write(langfuse)
        agent.update(output=STORY["answer"])
        langfuse.update_current_trace(tags=STORY["tags"], metadata=STORY["metadata"], version=STORY["version"])
        url = langfuse.get_trace_url()
    langfuse.flush()
    return {"id": agent.trace_id, "url": url}


def _search(langfuse: Langfuse) -> None:
    with langfuse.start_as_current_observation(name="search", as_type="retriever", input=STORY["question"]) as search:
        search.update(output=["order 4711"], metadata={"index": "orders", "hits": 1}, level="DEBUG")
        langfuse.create_event(name="found", input={"order": 4711})


def _use_broken_tool(langfuse: Langfuse) -> None:
    try:
        with langfuse.start_as_current_observation(name="look up", as_type="tool", input={"order": 4711}):
            raise ConnectionError(STORY["failure"])
    except ConnectionError:
        pass  # the answer does without


def _write(langfuse: Langfuse) -> None:
    with langfuse.start_as_current_generation(
        name="write",
        model=STORY["model"],
        model_parameters=STORY["model_parameters"],
        input=[{"role": "user", "content": STORY["question"]}],
    ):
        answer = {"role": "assistant", "content": STORY["answer"]}
        langfuse.update_current_generation(output=answer, usage_details=STORY["usage"])


def reads(langfuse: Langfuse) -> Any:
    """Needs `trace`."""
    [found] = langfuse.api.trace.list(session_id=f"visit of {SDK}").data
    detail = langfuse.api.trace.get(found.id)
    observations = langfuse.api.observations.get_many(trace_id=found.id).data
    session = langfuse.api.sessions.get(f"visit of {SDK}")
    return {
        "spans": sorted(span.name for span in observations),
        "of_trace": sorted(span.name for span in detail.observations),
        "session": [trace.id for trace in session.traces] == [found.id],
    }


def lists(langfuse: Langfuse) -> Any:
    """What only the generated client reaches."""
    langfuse.api.score_v_2.get()
    return read_everything(langfuse.api)


if __name__ == "__main__":
    tell(
        Langfuse(),
        connection,
        *PROMPTS,
        chat_prompts_with_placeholders,
        trace,
        linked_prompt,
        decorated,
        scores,
        datasets,
        experiment,
        local_experiment,
        runs,
        media,
        resolved_media,
        reads,
        batch_evaluation,
        lists,
    )
