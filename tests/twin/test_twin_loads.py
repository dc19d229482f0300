"""What the twin gives to Ratchet: prompts under its management, and questions as datasets."""

import asyncio
from collections.abc import Iterator

import httpx2
import pytest
from langfuse import Langfuse
from pydantic import SecretStr
from running_twins import wait_for

from ratchet.testing.server import Server
from twin.answering.extractive import ExtractiveModel
from twin.conversation import Conversations
from twin.datasets import load_questions, read_questions
from twin.examples import NoExamples
from twin.prompts import ANSWER, Prompt, Prompts, load_prompts, read_shipped
from twin.schemas import ChatIn
from twin.settings import Settings
from twin.tracing.setup import open_langfuse
from twin.tracing.span import Untraced
from twin.twins import load_twins


@pytest.fixture(scope="module")
def langfuse(server: Server) -> Iterator[Langfuse]:
    """Langfuse's SDK, speaking with `server`; not a line of it is traced."""
    client = open_langfuse(
        Settings(ratchet_url=server.url, public_key=server.public_key, secret_key=SecretStr(server.secret_key)),
        is_tracing=False,
    )
    yield client
    client.shutdown()


def test_prompts_are_managed_by_label_and_loaded_only_when_they_changed(langfuse: Langfuse) -> None:
    versions = [
        [langfuse.get_prompt(ANSWER, label=label, cache_ttl_seconds=0).version for _, label in load_prompts(langfuse)]
        for _ in range(2)
    ]

    assert versions[0] == versions[1]
    prompt = Prompts(langfuse, label="careless", timeout_s=60)
    prompt.warm()
    assert prompt.read(ANSWER).text == read_shipped(ANSWER, "careless")
    assert prompt.read(ANSWER).managed is not None


def test_without_a_prompt_or_a_server_the_shipped_one_is_used(langfuse: Langfuse) -> None:
    prompts = Prompts(langfuse, label="never-given", timeout_s=60)
    prompts.warm()

    assert prompts.read(ANSWER).text == read_shipped(ANSWER)
    assert prompts.read(ANSWER).managed is None
    assert Prompts(None, label="production", timeout_s=1).read(ANSWER).text == read_shipped(ANSWER)


def test_a_prompt_that_comes_later_is_found_without_an_answer_waiting_for_it(langfuse: Langfuse) -> None:
    now = [0.0]
    prompts = Prompts(langfuse, label="late", timeout_s=60, clock=lambda: now[0])
    prompts.warm()
    for name in (ANSWER, "twin-rewrite"):
        langfuse.create_prompt(name=name, prompt="Be late.", labels=["late"], type="text")

    assert prompts.read(ANSWER).text == read_shipped(ANSWER)
    now[0] = 31.0

    wait_for(lambda: prompts.read(ANSWER).text == "Be late.")


def test_a_careless_prompt_makes_worse_answers() -> None:
    question = ChatIn(query="How much does lime honey cost?")

    good = asyncio.run(open_conversations("").answer("mira", question))
    careless = asyncio.run(open_conversations("careless").answer("mira", question))

    assert good.citations == ["honey-prices"]
    assert careless.citations == []
    assert len(careless.answer) > len(good.answer)


def test_questions_are_a_dataset_and_the_same_questions_the_same_items(langfuse: Langfuse, http: httpx2.Client) -> None:
    settings = Settings()
    questions = read_questions(settings.twins_dir, "ines")

    names = {load_questions(langfuse, "ines", questions) for _ in range(2)}

    assert names == {"twin-ines"}
    items = http.get("/api/public/dataset-items", params={"datasetName": "twin-ines", "limit": 100}).json()["data"]
    assert {item["input"] for item in items} == {question.input for question in questions}
    assert len(items) == len(questions)
    assert items[0]["metadata"]["twin_id"] == "ines"


class Shipped(Prompts):
    """Prompts of one variant, managed by nobody."""

    def __init__(self, variant: str) -> None:
        super().__init__(None, label="production", timeout_s=1)
        self.variant = variant

    def read(self, name: str) -> Prompt:
        return Prompt(name, read_shipped(name, self.variant if name == ANSWER else ""))


def open_conversations(variant: str) -> Conversations:
    settings = Settings(public_key="", secret_key=SecretStr(""))
    return Conversations(
        settings,
        load_twins(settings.twins_dir),
        model=ExtractiveModel(),
        prompts=Shipped(variant),
        tracing=Untraced(),
        examples=NoExamples(),
    )
