"""Versions 3 to 5 of Langfuse's Python SDK answer the questions that all SDKs answer in one run."""

from typing import Any

from langfuse import Evaluation, Langfuse
from storyteller import SDK, STORY, tell


def together(langfuse: Langfuse) -> Any:
    dataset = langfuse.get_dataset(STORY["together"]["dataset"])
    result = dataset.run_experiment(
        name="together",
        run_name=STORY["together"]["run"],
        task=lambda *, item, **_: SDK,
        evaluators=[lambda **_: Evaluation(name="answered", value=1)],
    )
    langfuse.flush()
    return {"id": result.dataset_run_id}


if __name__ == "__main__":
    tell(Langfuse(), together)
