import threading
from concurrent.futures import ThreadPoolExecutor
from socket import create_server
from typing import cast

import pytest
from asking_for_examples import Fill, Select, queries, until
from fastapi import FastAPI
from fastapi.testclient import TestClient

from ratchet.errors import Unavailable
from ratchet.fewshot.threads import Turns, Underway
from ratchet.llm.embedding import embed_texts
from ratchet.server.stores import Stores
from ratchet.store.events.few_shot_vectors import read_vectors
from ratchet.store.records.llm_connections import read_connection
from ratchet.testing.openai import running_model
from ratchet.text.embeddings import is_installed
from ratchet.text.words import fingerprint

QUESTIONS = {"is it so or is it this": 0.9, "Which metal melts first?": 0.95, "Who paints?": 0.99}


def test_a_providers_embeddings_say_what_is_near_and_are_kept(
    client: TestClient, stores: Stores, project: str, fill: Fill, select: Select
) -> None:
    fill(QUESTIONS)
    with running_model() as model:
        connection = {"provider": "stand-in", "api_key": "sk-any", "base_url": model.url}
        assert client.put("/admin/llm-connections", json=connection).status_code == 200
        settings = {"likeness": "provider", "embedding_connection": "stand-in", "embedding_model": "small"}
        assert client.put("/admin/few-shot/settings", json=settings).status_code == 200
        asked = "or this is so it"  # no word of it tells anything
        until(lambda: select(asked, strategy="similarity", n=1)["fell_back"] is None)
        assert queries(select(asked, strategy="similarity", n=1)) == ["is it so or is it this"]
        assert len(select(asked, strategy="diverse", n=2)["examples"]) == 2
    kept = read_vectors(stores.events, project, "provider:stand-in:small", map(fingerprint, QUESTIONS))
    assert len(kept) == len(QUESTIONS)
    gone = select("so it is", strategy="similarity", n=1)
    assert (gone["strategy"], gone["fell_back"]) in (("score", "no_embedding"), ("score", "deadline"))


def test_what_cannot_be_asked_for_embeddings_is_refused(client: TestClient) -> None:
    for settings, field in (
        ({"likeness": "provider"}, "embedding_connection"),
        ({"likeness": "local"}, "likeness"),
    ):
        if field == "likeness" and is_installed():
            continue
        answer = client.put("/admin/few-shot/settings", json=settings)
        assert answer.status_code == 422
        assert field in answer.json()["message"]


def test_a_provider_that_never_answers_is_given_up(client: TestClient, stores: Stores, project: str) -> None:
    with create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/v1"
        connection = {"provider": "silent", "api_key": "sk-any", "base_url": url}
        assert client.put("/admin/llm-connections", json=connection).status_code == 200
        found = read_connection(stores.records, project, "silent")
        assert found is not None
        secret = cast(FastAPI, client.app).state.secret
        with pytest.raises(Unavailable, match="silent gave no embeddings by small within"):
            embed_texts(found, secret, "small", ["Is anybody there?"], timeout_s=0.1)


def test_work_that_hangs_is_not_heaped_up() -> None:
    goes_on = threading.Event()
    with ThreadPoolExecutor(1) as threads:
        turns = Turns(threads, 2)
        hanging, waiting = (turns.take(goes_on.wait, 60) for _ in range(2))
        assert hanging is not None
        assert waiting is not None
        assert turns.take(goes_on.wait, 60) is None
        waiting.cancel()
        assert turns.take(goes_on.wait, 60) is not None
        goes_on.set()


def test_work_is_begun_once_while_it_is_underway() -> None:
    goes_on = threading.Event()
    begun: list[int] = []

    def work(number: int) -> None:
        begun.append(number)
        goes_on.wait(60)

    with ThreadPoolExecutor(2) as threads:
        underway = Underway(threads)
        first = underway.begin(work, 1)
        assert underway.begin(work, 2) is first
        goes_on.set()
        first.result()
        underway.begin(work, 3).result()
    assert begun == [1, 3]
