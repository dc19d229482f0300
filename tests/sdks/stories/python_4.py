"""The story as an application tells it that uses version 4 of Langfuse's Python SDK."""

from typing import Any

from langfuse import Langfuse
from python_api import API
from python_batch_evaluation import batch_evaluation
from python_datasets import datasets
from python_decorators import decorated
from python_experiments import experiment, local_experiment
from python_linked_prompt import linked_prompt
from python_media import media, resolved_media
from python_media_datasets import media_in_datasets
from python_prompts import PROMPTS, chat_prompts_with_placeholders
from python_runs import runs
from python_scores import scores
from python_spans import trace
from storyteller import SDK, tell


def connection(langfuse: Langfuse) -> Any:
    return langfuse.auth_check()


def reads(langfuse: Langfuse) -> Any:
    """Needs `trace`."""
    [found] = langfuse.api.trace.list(session_id=f"visit of {SDK}").data
    detail = langfuse.api.trace.get(found.id)
    observations = langfuse.api.observations.get_many(trace_id=found.id, fields="core,basic", limit=100).data
    session = langfuse.api.sessions.get(f"visit of {SDK}")
    return {
        "spans": sorted(span.name for span in observations),
        "of_trace": sorted(span.name for span in detail.observations),
        "session": [trace.id for trace in session.traces] == [found.id],
    }


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
        media_in_datasets,
        reads,
        batch_evaluation,
        *API,
    )
