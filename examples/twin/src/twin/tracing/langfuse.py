"""Tracing with Langfuse's SDK, as an application that has it already would: observations, one for each step."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from langfuse import Langfuse

import ratchet
from twin.answering.model import Completion
from twin.prompts import Prompt
from twin.tracing.span import Kind, Step


class LangfuseTracing:
    """Steps are observations of the SDK, below whatever span is going on."""

    def __init__(self, client: Langfuse) -> None:
        self.client = client

    @contextmanager
    def step(self, name: str, kind: Kind, given: Any = None) -> Generator[Step]:
        with self.client.start_as_current_observation(name=name, as_type=kind.value, input=given) as observation:
            try:
                yield _Observation(observation)
            except Exception as error:
                observation.update(level="ERROR", status_message=f"{type(error).__name__}: {error}")
                ratchet.tag_error(error)
                raise

    def flush(self) -> None:
        self.client.flush()

    def close(self) -> None:
        self.client.shutdown()


class _Observation:
    def __init__(self, observation: Any) -> None:
        self._observation = observation

    def give(self, output: Any) -> None:
        self._observation.update(output=output)

    def complete(self, completion: Completion, prompt: Prompt) -> None:
        usage = completion.usage
        self._observation.update(
            output=completion.text,
            model=completion.model,
            usage_details=usage and {"input": usage.input_tokens, "output": usage.output_tokens},
            prompt=prompt.managed,
        )

    def begin_answer(self) -> None:
        self._observation.update(completion_start_time=datetime.now(UTC))
