"""Tracing with OpenTelemetry alone: the same steps, in the attributes of OpenInference and of OpenTelemetry's GenAI."""

import json
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from time import time_ns
from typing import Any

from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider

import ratchet
from twin.answering.model import Completion
from twin.prompts import Prompt
from twin.tracing.span import Kind, Step

_KINDS: Mapping[Kind, str] = {
    Kind.CHAIN: "CHAIN",
    Kind.RETRIEVER: "RETRIEVER",
    Kind.GENERATION: "LLM",
    Kind.GUARDRAIL: "GUARDRAIL",
}


class OtelTracing:
    """Steps are spans of the provider."""

    def __init__(self, provider: TracerProvider) -> None:
        self._provider = provider
        self._tracer = provider.get_tracer("twin")

    @contextmanager
    def step(self, name: str, kind: Kind, given: Any = None) -> Generator[Step]:
        with self._tracer.start_as_current_span(name, record_exception=False, set_status_on_exception=False) as span:
            span.set_attribute("openinference.span.kind", _KINDS[kind])
            if given is not None:
                span.set_attribute("input.value", _to_text(given))
            try:
                yield _Span(span)
            except Exception as error:
                ratchet.tag_error(error)
                raise

    def flush(self) -> None:
        self._provider.force_flush()

    def close(self) -> None:
        self._provider.shutdown()


class _Span:
    def __init__(self, span: trace.Span) -> None:
        self._span = span

    def give(self, output: Any) -> None:
        self._span.set_attribute("output.value", _to_text(output))

    def complete(self, completion: Completion, prompt: Prompt) -> None:
        self.give(completion.text)
        self._span.set_attribute("gen_ai.response.model", completion.model)
        if completion.usage is not None:
            self._span.set_attribute("gen_ai.usage.input_tokens", completion.usage.input_tokens)
            self._span.set_attribute("gen_ai.usage.output_tokens", completion.usage.output_tokens)
        if prompt.managed is not None:
            self._span.set_attribute("langfuse.observation.prompt.name", prompt.name)
            self._span.set_attribute("langfuse.observation.prompt.version", prompt.managed.version)

    def begin_answer(self) -> None:
        self._span.set_attribute("gen_ai.response.time_to_first_chunk", self._seconds_since_start())

    def _seconds_since_start(self) -> float:
        return (time_ns() - getattr(self._span, "start_time", time_ns())) / 1e9


def _to_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
