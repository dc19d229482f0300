"""An experiment with evaluators, as versions 3 to 5 of Langfuse's Python SDK run it."""

from typing import Any

from langfuse import Evaluation
from python_datasets import CAPITALS
from storyteller import SDK, STORY


def experiment(langfuse: Any) -> Any:
    """Needs `datasets`."""
    dataset = langfuse.get_dataset(CAPITALS)
    result = dataset.run_experiment(
        name="geography",
        run_name=f"geography {SDK}",
        description="Who knows capitals?",
        metadata={"model": STORY["model"]},
        task=_answer,
        evaluators=[_is_right],
        run_evaluators=[_accuracy],
    )
    langfuse.flush()
    return {
        "id": result.dataset_run_id,
        "outputs": {item.item.id: item.output for item in result.item_results},
        "traces": {item.item.id: item.trace_id for item in result.item_results},
        "accuracy": result.run_evaluations[0].value,
        "url": result.dataset_run_url,
    }


def local_experiment(langfuse: Any) -> Any:
    """An experiment on data that is no dataset."""
    result = langfuse.run_experiment(
        name=f"local geography {SDK}",
        data=[{"input": {"country": country}, "expected_output": capital} for country, capital in _capitals()],
        task=lambda *, item, **_: STORY["answers"][item["input"]["country"]],
        evaluators=[_is_right],
    )
    langfuse.flush()
    return {"traces": [item.trace_id for item in result.item_results]}


def _capitals() -> list[tuple[str, str]]:
    return list(STORY["capitals"].items())


def _answer(*, item: Any, **_: Any) -> str:
    return STORY["answers"][item.input["country"]]


def _is_right(*, output: str, expected_output: str, **_: Any) -> Evaluation:
    return Evaluation(name="right", value=float(output == expected_output), comment=f"{output}?")


def _accuracy(*, item_results: list[Any], **_: Any) -> Evaluation:
    values = [evaluation.value for result in item_results for evaluation in result.evaluations]
    return Evaluation(name="accuracy", value=sum(values) / len(values))
