"""The story as an application tells it that uses version 2 of Langfuse's Python SDK."""

from typing import Any

from langfuse import Langfuse
from langfuse.decorators import langfuse_context, observe
from python_api_of_old import read_everything
from python_datasets import CAPITALS, datasets
from python_media import as_uri, picture, resolved_media
from python_prompts import PROMPTS
from storyteller import SDK, STORY, tell


def connection(langfuse: Langfuse) -> Any:
    return langfuse.auth_check()


def trace(langfuse: Langfuse) -> Any:
    trace = langfuse.trace(
        name="answer a question",
        user_id=STORY["user"],
        session_id=f"visit of {SDK}",
        tags=STORY["tags"],
        metadata=STORY["metadata"],
        version=STORY["version"],
        input=STORY["question"],
    )
    agent = trace.span(name="answer", input=STORY["question"])
    _search(agent)
    look_up = agent.span(name="look up", input={"order": 4711})
    look_up.end(level="ERROR", status_message=STORY["failure"])
    _write(agent)
    agent.end(output=STORY["answer"])
    trace.update(output=STORY["answer"])
    langfuse.flush()
    return {"id": trace.id, "url": trace.get_trace_url()}


def _search(agent: Any) -> None:
    search = agent.span(name="search", input=STORY["question"])
    search.event(name="found", input={"order": 4711})
    search.end(output=["order 4711"], metadata={"index": "orders", "hits": 1}, level="DEBUG")


def _write(agent: Any) -> None:
    generation = agent.generation(
        name="write",
        model=STORY["model"],
        model_parameters=STORY["model_parameters"],
        input=[{"role": "user", "content": STORY["question"]}],
    )
    generation.end(output={"role": "assistant", "content": STORY["answer"]}, usage=STORY["usage"])


def linked_prompt(langfuse: Langfuse) -> Any:
    prompt = langfuse.create_prompt(name=f"support/linked {SDK}", prompt="Hello", labels=["production"])
    trace = langfuse.trace(name="linked")
    trace.generation(name="linked", model=STORY["model"], prompt=prompt).end(output="Hello")
    langfuse.flush()
    return {"trace": trace.id, "name": prompt.name, "version": prompt.version}


def decorated(langfuse: Langfuse) -> Any:
    trace_id = perform("hello")
    langfuse_context.flush()
    return {"id": trace_id}


@observe()
def perform(text: str) -> str:
    try:
        stumble()
    except ValueError:
        shout(text, times=2)
    return langfuse_context.get_current_trace_id()


@observe()
def stumble() -> None:
    raise ValueError(STORY["failure"])


@observe()
def shout(text: str, *, times: int) -> list[str]:
    return [complete(text) for _ in range(times)]


@observe(as_type="generation", name="complete")
def complete(text: str) -> str:
    langfuse_context.update_current_observation(model=STORY["model"], usage=STORY["usage"])
    return text.upper()


def scores(langfuse: Langfuse) -> Any:
    trace = langfuse.trace(name="scored")
    span = trace.span(name="scored")
    trace.score(name="accuracy", value=0.9, data_type="NUMERIC", comment="close")
    span.score(name="helpful", value=1, data_type="BOOLEAN")
    span.score(name="tone", value="friendly", data_type="CATEGORICAL", metadata={"by": "ada"})
    for value in (0.1, 0.7):
        langfuse.score(name="retold", value=value, trace_id=trace.id, id=f"retold {SDK}")
    langfuse.flush()
    return {"trace": trace.id, "observation": span.id, "session": None}


def experiment(langfuse: Langfuse) -> Any:
    """Needs `datasets`: a run by hand, as it was done then."""
    outputs, traces = {}, {}
    for item in langfuse.get_dataset(CAPITALS).items:
        with item.observe(
            run_name=f"geography {SDK}",
            run_description="Who knows capitals?",
            run_metadata={"model": STORY["model"]},
        ) as trace_id:
            output = answer(item.input["country"])
        right = float(output == item.expected_output)
        langfuse.score(trace_id=trace_id, name="right", value=right, comment=f"{output}?")
        outputs[item.id], traces[item.id] = output, trace_id
    langfuse_context.flush()
    langfuse.flush()
    run = langfuse.get_dataset_run(CAPITALS, f"geography {SDK}")
    return {"id": run.id, "outputs": outputs, "traces": traces, "accuracy": None, "url": None}


@observe()
def answer(country: str) -> str:
    return STORY["answers"][country]


def runs(langfuse: Langfuse) -> Any:
    """Needs `experiment`."""
    run = langfuse.get_dataset_run(CAPITALS, f"geography {SDK}")
    return {
        "items": sorted(item.dataset_item_id for item in run.dataset_run_items),
        "listed": [run.name for run in langfuse.get_dataset_runs(CAPITALS).data],
    }


def media(langfuse: Langfuse) -> Any:
    trace = langfuse.trace(name="look")
    span = trace.span(name="look", input={"picture": picture(), "same": as_uri()})
    span.end(output="a dot")
    langfuse.flush()
    return {"trace": trace.id, "observation": span.id}


def reads(langfuse: Langfuse) -> Any:
    """Needs `trace`."""
    [found] = langfuse.fetch_traces(session_id=f"visit of {SDK}").data
    detail = langfuse.fetch_trace(found.id).data
    observations = langfuse.fetch_observations(trace_id=found.id).data
    sessions = langfuse.fetch_sessions(limit=100).data
    return {
        "spans": sorted(span.name for span in observations),
        "of_trace": sorted(span.name for span in detail.observations),
        "session": f"visit of {SDK}" in [session.id for session in sessions],
    }


def lists(langfuse: Langfuse) -> Any:
    """What only the generated client reaches."""
    langfuse.client.score.get()
    langfuse.client.metrics.daily()
    return read_everything(langfuse.client)


if __name__ == "__main__":
    tell(
        Langfuse(),
        connection,
        *PROMPTS,
        trace,
        linked_prompt,
        decorated,
        scores,
        datasets,
        experiment,
        runs,
        media,
        resolved_media,
        reads,
        lists,
    )
