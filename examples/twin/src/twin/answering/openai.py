"""A language model behind any OpenAI-compatible endpoint."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any, cast

import openai
from openai.types import CompletionUsage

from twin.answering.model import Completion, Message, OnText, Usage
from twin.errors import ModelDown, ModelMalformed, ModelSlow


class OpenAIModel:
    """Asks for whole answers, or for streams with their usage."""

    def __init__(self, *, url: str, key: str, name: str, timeout_s: float) -> None:
        self.name = name
        self._timeout_s = timeout_s
        self._client = openai.AsyncOpenAI(base_url=url, api_key=key or "none", timeout=timeout_s, max_retries=0)

    async def complete(self, messages: Sequence[Message], on_text: OnText | None = None) -> Completion:
        """What the model answers, with what it cost in tokens."""
        try:
            async with asyncio.timeout(self._timeout_s):  # for all of it: a stream that drips is slow, too
                return await (self._ask(messages) if on_text is None else self._stream(messages, on_text))
        except (TimeoutError, openai.APITimeoutError) as error:
            raise ModelSlow(f"{self.name} did not answer within {self._timeout_s:g} s.") from error
        except openai.APIStatusError as error:
            raise ModelDown(f"{self.name} answered {error.status_code}: {error.message[:300]}") from error
        except openai.APIConnectionError as error:
            raise ModelDown(f"{self.name} cannot be reached: {error.__cause__ or error}") from error
        except (openai.APIError, ValueError) as error:
            raise ModelMalformed(f"{self.name} sent what cannot be read: {error}") from error

    async def _ask(self, messages: Sequence[Message]) -> Completion:
        said: Any = await self._client.chat.completions.create(model=self.name, messages=cast(Any, messages))
        choices = getattr(said, "choices", None)
        text = choices[0].message.content if choices else None
        return self._complete(text, getattr(said, "model", ""), getattr(said, "usage", None))

    async def _stream(self, messages: Sequence[Message], on_text: OnText) -> Completion:
        chunks: AsyncIterator[Any] = await self._client.chat.completions.create(
            model=self.name, messages=cast(Any, messages), stream=True, stream_options={"include_usage": True}
        )
        pieces: list[str] = []
        usage: CompletionUsage | None = None
        is_ended = False
        async for chunk in chunks:
            usage = chunk.usage or usage
            for choice in chunk.choices or ():
                is_ended = is_ended or choice.finish_reason is not None
                if choice.delta.content:
                    pieces.append(choice.delta.content)
                    on_text(choice.delta.content)
        if not is_ended:
            raise ModelMalformed(f"{self.name} broke off in the middle of its answer.")
        return self._complete("".join(pieces), self.name, usage)

    def _complete(self, text: str | None, model: str, usage: CompletionUsage | None) -> Completion:
        if not text:
            raise ModelMalformed(f"{self.name} answered without any text.")
        counted = usage and Usage(usage.prompt_tokens, usage.completion_tokens)
        return Completion(text=text, model=model or self.name, usage=counted)
