"""Calls of models through pydantic-ai; only the thread of models imports this."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar

from pydantic import BaseModel
from pydantic_ai import Agent, NativeOutput, PromptedOutput, RunUsage, ToolOutput, capture_run_messages
from pydantic_ai.exceptions import AgentRunError, ModelAPIError, UserError
from pydantic_ai.messages import ModelMessage, ModelResponse
from pydantic_ai.settings import ModelSettings

from ratchet.domain.judge import FailureReason
from ratchet.domain.llm_connection import LlmConnection, StructuredOutput
from ratchet.domain.model import Model
from ratchet.errors import Unavailable
from ratchet.llm.costs import cost_of_run
from ratchet.llm.failure import CallFailed
from ratchet.llm.failures import PASSING, find_refusal, to_reason
from ratchet.llm.providers import Providers, read_headers
from ratchet.llm.question import Answer, Question
from ratchet.llm.sealing import unseal

T = TypeVar("T", bound=BaseModel)

# A model that answers in another form is told so, and asked again, this often.
_CORRECTIONS = 1
_PAUSE_S = 0.5
# Who asks for more patience than this is not waited for.
_PAUSE_S_MAX = 20.0

PROVIDERS = Providers()
"""Those that are open, on the loop of models."""


async def call(
    connection: LlmConnection, secret: str, question: Question[T], own: Sequence[Model] = (), *, attempts: int
) -> Answer[T]:
    """Ask until there is an answer, as often as `attempts`; raises `CallFailed` with what went wrong last."""
    usage = RunUsage()
    try:
        answer = await _ask(connection, secret, question, usage, attempts)
    except CallFailed as failure:
        failure.cost_usd = cost_of_run(usage, [_name_of(connection, question)], own)
        raise
    return replace(answer, cost_usd=cost_of_run(usage, [answer.model, _name_of(connection, question)], own))


async def _ask(
    connection: LlmConnection, secret: str, question: Question[T], usage: RunUsage, attempts: int
) -> Answer[T]:
    for attempt in range(1, attempts + 1):
        try:
            return await _attempt(connection, secret, question, usage)
        except PASSING as error:
            if refused := find_refusal(error):
                raise CallFailed(FailureReason.NOT_CONFIGURED, str(refused)) from error
            pause_s = _pause_s(error, attempt)
            if attempt == attempts or pause_s > _PAUSE_S_MAX:
                raise _to_failure(error, connection, secret) from error
            await asyncio.sleep(pause_s)
        except (AgentRunError, UserError) as error:
            raise _to_failure(error, connection, secret) from error
        except Unavailable as error:
            raise CallFailed(FailureReason.NOT_CONFIGURED, error.message) from error
    raise AssertionError("the last attempt returns or raises")


async def _attempt(connection: LlmConnection, secret: str, question: Question[T], usage: RunUsage) -> Answer[T]:
    name = _name_of(connection, question)
    agent = Agent(
        PROVIDERS.open_model(connection, secret, name),
        output_type=_form(connection.structured_output, question.answer_type),
        instructions=question.instructions,
        retries=_CORRECTIONS,
        model_settings=_settings(connection, secret, question),
    )
    with capture_run_messages() as messages:
        try:
            result = await agent.run(question.material, usage=usage)
        except AgentRunError as error:
            error.add_note(_last_words(messages))
            raise
    return Answer(
        value=result.output,
        model=result.response.model_name or name,
        input_tokens=usage.input_tokens,
        output_tokens=usage.output_tokens,
    )


def _name_of(connection: LlmConnection, question: Question[Any]) -> str:
    return question.model or connection.usual_model


def _form(structured_output: StructuredOutput, answer_type: type[T]) -> Any:
    match structured_output:
        case StructuredOutput.TOOL:
            return ToolOutput(answer_type)
        case StructuredOutput.NATIVE:
            return NativeOutput(answer_type)
        case StructuredOutput.PROMPTED:
            return PromptedOutput(answer_type)


def _settings(connection: LlmConnection, secret: str, question: Question[Any]) -> ModelSettings:
    settings = ModelSettings(request_timeout=question.timeout_s, max_retries=0)
    if question.temperature is not None:
        settings["temperature"] = question.temperature
    if connection.sealed_headers:
        settings["extra_headers"] = read_headers(connection, secret)
    return settings


def _pause_s(error: ModelAPIError, attempt: int) -> float:
    if error.retry_after is not None:
        return error.retry_after
    return _PAUSE_S * 2 ** (attempt - 1) * (0.5 + random.random())  # noqa: S311 - so that not all come back at once


def _to_failure(error: BaseException, connection: LlmConnection, secret: str) -> CallFailed:
    """What is recorded: never the key, which some providers repeat."""
    said = " ".join(note for note in getattr(error, "__notes__", []) if note)
    detail = f"{error} {said}".strip().replace(unseal(secret, connection.sealed_key), "…")
    return CallFailed(to_reason(error), detail, said=said)


def _last_words(messages: Sequence[ModelMessage]) -> str:
    responses = [message for message in messages if isinstance(message, ModelResponse)]
    return responses[-1].text or "" if responses else ""
