"""Every generation of SDKs keeps and reads prompts, in the ways in which each writes their names."""

import httpx2
import pytest
from recording import GENERATIONS, Recorded

Answers = dict[str, list[tuple[Recorded, httpx2.Response]]]


def of_prompts(answers: Answers, generation: str, method: str) -> list[tuple[Recorded, httpx2.Response]]:
    return [
        (sent, answer)
        for sent, answer in answers[generation]
        if sent.method == method and sent.path.startswith("/api/public/v2/prompts")
    ]


@pytest.mark.parametrize("generation", GENERATIONS)
def test_a_prompt_is_created_as_it_was_sent(answers: Answers, generation: str) -> None:
    created = of_prompts(answers, generation, "POST")
    assert created
    for sent, answer in created:
        assert answer.status_code == 201, answer.text
        told = answer.json()
        assert (told["name"], told["prompt"]) == (sent.body["name"], sent.body["prompt"])
        assert told["type"] == sent.body.get("type", "text")
        assert told["config"] == (sent.body.get("config") or {})
        assert set(told["labels"]) == {*sent.body["labels"], "latest"}


@pytest.mark.parametrize("generation", GENERATIONS)
def test_a_prompt_in_a_folder_is_found_and_one_that_is_not_there_is_not(answers: Answers, generation: str) -> None:
    reads = of_prompts(answers, generation, "GET")
    assert reads
    for sent, answer in reads:
        missing = "nope" in sent.path or "staging" in sent.path
        assert answer.status_code == (404 if missing else 200), sent.path
        told = answer.json()
        assert told["error"] == "LangfuseNotFoundError" if missing else told["name"] == "folder/p 1"


@pytest.mark.parametrize("generation", GENERATIONS)
def test_a_version_gets_its_new_labels(answers: Answers, generation: str) -> None:
    ((_, answer),) = of_prompts(answers, generation, "PATCH")
    assert answer.status_code == 200, answer.text
    assert (answer.json()["name"], answer.json()["version"]) == ("folder/p 1", 1)
    assert "x" in answer.json()["labels"]
