"""Scores for what is stored already, as versions 3 and 4 of Langfuse's Python SDK give them."""

from typing import Any

from langfuse import Evaluation, EvaluatorInputs
from storyteller import SDK


def batch_evaluation(langfuse: Any) -> Any:
    """Needs `trace`."""
    result = langfuse.run_batched_evaluation(
        scope="observations",
        mapper=_read,
        filter=f'[{{"type": "string", "column": "sessionId", "operator": "=", "value": "visit of {SDK}"}}]',
        evaluators=[_is_answered],
        max_items=3,
    )
    langfuse.flush()
    return {"scored": result.total_scores_created}


def _read(*, item: Any) -> EvaluatorInputs:
    return EvaluatorInputs(input=item.input, output=item.output, expected_output=None, metadata={})


def _is_answered(*, output: Any, **_: Any) -> Evaluation:
    return Evaluation(name="answered", value=float(bool(output)))
