"""Every generation of SDKs gets the answers that it takes for success."""

import httpx2
import pytest
from recording import GENERATIONS, Recorded

Answers = dict[str, list[tuple[Recorded, httpx2.Response]]]

each_generation = pytest.mark.parametrize("generation", GENERATIONS)
# Reads of what this server keeps; prompts, datasets and media are other capabilities.
SERVED = ("/api/public/projects", "/api/public/traces?", "/api/public/observations", "/api/public/sessions")


def of(answers: Answers, generation: str, path: str) -> list[tuple[Recorded, httpx2.Response]]:
    return [(sent, answer) for sent, answer in answers[generation] if sent.path == path]


@each_generation
def test_what_is_sent_again_is_as_long_as_what_was_recorded(
    recordings: dict[str, list[Recorded]], generation: str
) -> None:
    for sent in recordings[generation]:
        if sent.is_export and generation == "js5":
            continue  # its recorder counted the bytes that frame chunks
        if sent.is_export or sent.path.endswith(("/ingestion", "/scores")):
            assert len(sent.encode() or b"") == sent.size_bytes, sent.path


@pytest.mark.parametrize("generation", ["py3", "py4", "py5", "js5"])
def test_an_export_is_answered_200_with_nothing_to_complain_about(answers: Answers, generation: str) -> None:
    exports = of(answers, generation, "/api/public/otel/v1/traces")
    assert exports
    for _, answer in exports:
        assert answer.status_code == 200, answer.text
        assert answer.content in (b"", b"{}")


@pytest.mark.parametrize("generation", ["py2", "py3", "py4", "js3", "js5"])
def test_a_batch_is_answered_207_with_a_201_for_every_event(answers: Answers, generation: str) -> None:
    batches = of(answers, generation, "/api/public/ingestion")
    assert batches
    for sent, answer in batches:
        assert answer.status_code == 207, answer.text
        assert answer.json()["errors"] == []
        expected = [{"id": event["id"], "status": 201} for event in sent.body["batch"]]
        by_id = sorted(expected, key=lambda success: success["id"])
        assert sorted(answer.json()["successes"], key=lambda success: success["id"]) == by_id


def test_scores_in_a_list_are_answered_202(answers: Answers) -> None:
    posted = of(answers, "py5", "/api/public/scores")
    assert len(posted) == 3
    for _, answer in posted:
        assert answer.status_code == 202, answer.text
        assert answer.json() == {"message": "Accepted"}


@each_generation
def test_reads_are_answered_200_with_a_list(answers: Answers, generation: str) -> None:
    reads = [
        (sent, answer)
        for sent, answer in answers[generation]
        if sent.method == "GET" and sent.path.startswith((*SERVED, "/api/public/v2/observations"))
    ]
    assert reads
    for sent, answer in reads:
        assert answer.status_code == 200, (sent.path, answer.text)
        assert isinstance(answer.json()["data"], list)


def test_a_trace_that_is_not_there_is_not_found_in_langfuses_words(answers: Answers) -> None:
    ((_, answer),) = of(answers, "js3", "/api/public/traces/x")
    assert answer.status_code == 404
    assert answer.json()["error"] == "LangfuseNotFoundError"
    assert answer.json()["message"] == "Trace x not found within authorized project"


def test_a_project_says_its_id_and_name(answers: Answers) -> None:
    (_, answer), *_ = of(answers, "py5", "/api/public/projects")
    (project,) = answer.json()["data"]
    assert project["id"] == "default"
    assert project["name"] == "Default"
    assert project["organization"].keys() >= {"id", "name"}
    assert isinstance(project["metadata"], dict)


@each_generation
def test_nothing_that_was_recorded_is_answered_with_a_defect(answers: Answers, generation: str) -> None:
    for sent, answer in answers[generation]:
        assert answer.status_code < 500, (sent.method, sent.path, answer.text)
        if answer.status_code >= 400:
            assert answer.json()["message"], (sent.method, sent.path)
