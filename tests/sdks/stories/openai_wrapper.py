"""An application that asks OpenAI's client, wrapped by version 5 of Langfuse's SDK, in every way there is."""

import asyncio
import os
from typing import Any

from langfuse import Langfuse, propagate_attributes
from langfuse.openai import AsyncOpenAI, OpenAI
from openai import RateLimitError
from pydantic import BaseModel
from storyteller import STORY, tell

CONNECTION = {"base_url": os.environ["STORY_MODEL_URL"], "api_key": "any", "max_retries": 0}
WEATHER = {"type": "function", "function": {"name": "weather", "parameters": {"type": "object", "properties": {}}}}
openai = OpenAI(**CONNECTION)


class Capital(BaseModel):
    """What is asked for as JSON."""

    city: str


def whole(langfuse: Langfuse) -> Any:
    about = propagate_attributes(user_id=STORY["user"], session_id="visit of openai", tags=STORY["tags"])
    with about, langfuse.start_as_current_observation(name="ask") as root:
        done = openai.chat.completions.create(
            name="capital", temperature=0, metadata={"country": "France"}, **_ask("What is the capital of France?")
        )
    langfuse.flush()
    return {"trace": root.trace_id, "answer": done.choices[0].message.content}


def streamed(langfuse: Langfuse) -> Any:
    with langfuse.start_as_current_observation(name="ask") as root:
        chunks = openai.chat.completions.create(
            stream=True, stream_options={"include_usage": True}, **_ask("Tell me about Paris.")
        )
        answer = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
    langfuse.flush()
    return {"trace": root.trace_id, "answer": answer}


def asynchronous(langfuse: Langfuse) -> Any:
    async def ask() -> Any:
        async with AsyncOpenAI(**CONNECTION) as client:
            return await client.chat.completions.create(**_ask("What is the capital of France?"))

    with langfuse.start_as_current_observation(name="ask") as root:
        done = asyncio.run(ask())
    langfuse.flush()
    return {"trace": root.trace_id, "answer": done.choices[0].message.content}


def parsed(langfuse: Langfuse) -> Any:
    with langfuse.start_as_current_observation(name="ask") as root:
        done = openai.chat.completions.parse(response_format=Capital, **_ask("The capital of France as JSON"))
    langfuse.flush()
    return {"trace": root.trace_id, "answer": done.choices[0].message.parsed.city}


def tool(langfuse: Langfuse) -> Any:
    with langfuse.start_as_current_observation(name="ask") as root:
        done = openai.chat.completions.create(tools=[WEATHER], **_ask("What is the weather in Paris?"))
    langfuse.flush()
    return {"trace": root.trace_id, "answer": done.choices[0].message.tool_calls[0].function.name}


def refused(langfuse: Langfuse) -> Any:
    with langfuse.start_as_current_observation(name="ask") as root:
        try:
            openai.chat.completions.create(**_ask("Refuse this"))
        except RateLimitError as error:
            answer = error.status_code
    langfuse.flush()
    return {"trace": root.trace_id, "answer": answer}


def _ask(question: str) -> dict[str, Any]:
    return {"model": STORY["model"], "messages": [{"role": "user", "content": question}]}


if __name__ == "__main__":
    tell(Langfuse(), whole, streamed, asynchronous, parsed, tool, refused)
