"""The story as an application tells it that uses version 5 of Langfuse's Python SDK."""

import json
from typing import Any

from langfuse import EvaluatorInputs, Langfuse
from langfuse.experiment import Evaluation
from python_api import API
from python_datasets import datasets
from python_decorators import decorated
from python_experiments import experiment, local_experiment
from python_linked_prompt import linked_prompt
from python_media import media, resolved_media
from python_media_datasets import media_in_datasets
from python_prompts import PROMPTS, chat_prompts_with_placeholders
from python_scores import scores
from python_spans import trace
from storyteller import SDK, tell

VISIT = json.dumps([{"type": "string", "column": "sessionId", "operator": "=", "value": f"visit of {SDK}"}])


def connection(langfuse: Langfuse) -> Any:
    return langfuse.auth_check()


def reads(langfuse: Langfuse) -> Any:
    """Needs `trace`."""
    first = langfuse.api.observations.get_many(fields="core,basic,io,usage", filter=VISIT, limit=3)
    rest = langfuse.api.observations.get_many(
        fields="core,basic,io,usage", filter=VISIT, limit=3, cursor=first.meta.cursor
    )
    return {"spans": sorted(span.name for span in [*first.data, *rest.data])}


def batch_evaluation(langfuse: Langfuse) -> Any:
    """Needs `trace`: scores its spans."""
    result = langfuse.run_batched_evaluation(mapper=_read, filter=VISIT, evaluators=[_is_answered], max_items=3)
    langfuse.flush()
    return {"scored": result.total_scores_created}


def _read(*, item: Any) -> EvaluatorInputs:
    return EvaluatorInputs(input=item.input, output=item.output, expected_output=None, metadata={})


def _is_answered(*, output: Any, **_: Any) -> Evaluation:
    return Evaluation(name="answered", value=float(bool(output)))


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
        media,
        resolved_media,
        media_in_datasets,
        reads,
        batch_evaluation,
        *API,
    )
