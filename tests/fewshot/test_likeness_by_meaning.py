from asking_for_examples import Fill, Select, queries, until
from fastapi.testclient import TestClient

from ratchet.server.stores import Stores
from ratchet.store.events.few_shot_vectors import read_vectors
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
