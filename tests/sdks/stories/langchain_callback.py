"""An application of LangChain's that version 5 of Langfuse's SDK follows by its callback."""

import os
from typing import Any

from langchain.agents import create_agent
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI
from langfuse import Langfuse
from langfuse.langchain import CallbackHandler
from openai import RateLimitError
from storyteller import STORY, tell

MODEL = ChatOpenAI(
    model=STORY["model"],
    base_url=os.environ["STORY_MODEL_URL"],
    api_key="any",
    max_retries=0,
    temperature=0,
    stream_usage=True,
)
CHAIN = ChatPromptTemplate.from_messages([("user", "{question}")]) | MODEL | StrOutputParser()


@tool
def weather(city: str) -> str:
    """The weather in a city."""
    return f"Sunny in {city}"


def chain(langfuse: Langfuse) -> Any:
    callback = CallbackHandler()
    about = {"langfuse_user_id": STORY["user"], "langfuse_session_id": "visit of langchain", "langfuse_tags": ["beta"]}
    config = {"callbacks": [callback], "metadata": about, "run_name": "ask"}
    answer = CHAIN.invoke({"question": "What is the capital of France?"}, config=config)
    langfuse.flush()
    return {"trace": callback.last_trace_id, "answer": answer}


def streamed(langfuse: Langfuse) -> Any:
    callback = CallbackHandler()
    answer = "".join(CHAIN.stream({"question": "Tell me about Paris."}, config={"callbacks": [callback]}))
    langfuse.flush()
    return {"trace": callback.last_trace_id, "answer": answer}


def refused(langfuse: Langfuse) -> Any:
    callback = CallbackHandler()
    try:
        CHAIN.invoke({"question": "Refuse this"}, config={"callbacks": [callback]})
    except RateLimitError as error:
        answer = error.status_code
    langfuse.flush()
    return {"trace": callback.last_trace_id, "answer": answer}


def agent(langfuse: Langfuse) -> Any:
    callback = CallbackHandler()
    asked = {"messages": [{"role": "user", "content": "What is the weather in Paris?"}]}
    done = create_agent(MODEL, tools=[weather]).invoke(asked, config={"callbacks": [callback]})
    langfuse.flush()
    return {"trace": callback.last_trace_id, "answer": done["messages"][-1].content}


if __name__ == "__main__":
    tell(Langfuse(), chain, streamed, refused, agent)
