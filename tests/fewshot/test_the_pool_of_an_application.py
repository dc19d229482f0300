from asking_for_examples import POOL, Fill, Select, queries, until
from fastapi.testclient import TestClient

from ratchet.fewshot.pool import EMPTY, Pool, load_pool
from ratchet.server.stores import Stores
from ratchet.store.events.few_shot_examples import Stamp, read_example_keys
from ratchet.store.records.datasets import read_dataset


def test_an_application_gets_all_examples_best_first_with_the_settings(client: TestClient, fill: Fill) -> None:
    fill({f"What is {number} squared?": 0.8 + number / 100 for number in range(10)})
    fill({"What is bad?": 0.5})
    answer = client.get("/admin/few-shot/examples").json()
    scores = [example["score"] for example in answer["examples"]]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) == 10
    assert answer["settings"]["n"] == 3
    assert answer["settings"]["holdout_share"] == 0.05
    few = client.get("/admin/few-shot/examples", params={"limit": 2, "min_score": 0.85}).json()
    assert [example["score"] for example in few["examples"]] == scores[:2]


def test_texts_beyond_a_bound_are_left_out_the_best_stay_and_room_is_used_again(
    fill: Fill, stores: Stores, project: str
) -> None:
    size_bytes_max = 25
    fill({"Vögel?": 0.9, "Worms?": 0.8, "Long ones?": 1.0, "Cats?": 0.7}, answer="Yes.")
    dataset = read_dataset(stores.records, project, POOL)
    assert dataset is not None
    keys = read_example_keys(stores.events, project, dataset.id, score_names=(), limit=9)

    def load(known: Pool, first: int) -> Pool:
        some = keys[first:]
        return load_pool(stores.events, dataset, Stamp(), some, known, is_whole=True, size_bytes_max=size_bytes_max)

    pool = load(EMPTY, 0)
    assert [entry.example.query for entry in pool.entries] == ["Long ones?", "Vögel?"]
    assert pool.size_bytes == len("Long ones?Yes.Vögel?Yes.".encode())
    later = load(pool, 1)
    assert [entry.example.query for entry in later.entries] == ["Vögel?", "Worms?"]


def test_who_has_them_already_is_told_so_until_anything_changes(client: TestClient, fill: Fill) -> None:
    [item] = fill({"What is new?": 0.9})

    def ask(tag: str) -> tuple[int, str]:
        answer = client.get("/admin/few-shot/examples", headers={"If-None-Match": tag})
        return answer.status_code, answer.headers["etag"]

    status, tag = ask('"another"')
    assert status == 200
    assert ask(tag) == (304, tag)
    changes = (
        lambda: fill({"What is newer?": 0.9}),
        lambda: client.put("/admin/few-shot/settings", json={"holdout_share": 0.1}),
        lambda: client.post("/admin/few-shot/retired", json={"example": f"{POOL}/{item}"}),
    )
    for change in changes:
        change()
        status, newer = ask(tag)
        assert (status, newer != tag) == (200, True)
        tag = newer


def test_queries_that_releases_are_held_against_are_in_no_prompt(
    client: TestClient, fill: Fill, select: Select, stores: Stores
) -> None:
    fill({"How many moons has Mars?": 0.9, "How many moons has Pluto?": 0.9})
    [item] = fill({"how many moons has mars": 0.9}, name="regression set")
    assert len(queries(select("How many planets are there?"))) == 2
    run = {"datasetItemId": item, "traceId": "0af7651916cd43dd8448eb211c80319c", "runName": "a run"}
    assert client.post("/api/public/dataset-run-items", json=run).status_code == 200
    until(lambda: queries(select("How many planets are there?")) == ["How many moons has Pluto?"])
    stock = client.get("/admin/few-shot/examples").json()
    assert queries(stock) == ["How many moons has Pluto?"]
    assert not stock["is_evaluated"]


def test_a_dataset_can_be_named_as_one_for_evaluation(client: TestClient, fill: Fill, select: Select) -> None:
    fill({"How many legs has a spider?": 0.9})
    fill({"How many legs has a spider?": 0.9}, name="held out")
    client.put("/admin/few-shot/settings", json={"evaluation_datasets": ["held out"]})
    assert queries(select("How many legs has an ant?")) == []


def test_a_retired_example_is_shown_again_once_it_is_wanted(client: TestClient, fill: Fill, select: Select) -> None:
    [item] = fill({"Why is the sky blue?": 0.9})
    name = f"{POOL}/{item}"
    retired = client.post("/admin/few-shot/retired", json={"example": name, "reason": "It rambles."})
    assert retired.status_code == 201
    assert select("Why is grass green?")["examples"] == []
    [listed] = client.get("/admin/few-shot/retired").json()["retired"]
    assert (listed["example"], listed["reason"], listed["by"]) == (name, "It rambles.", "person")
    assert client.delete("/admin/few-shot/retired", params={"example": name}).status_code == 204
    assert queries(select("Why is grass green?")) == ["Why is the sky blue?"]
    assert client.delete("/admin/few-shot/retired", params={"example": name}).status_code == 404


def test_settings_hold_for_what_a_request_leaves_open(client: TestClient, fill: Fill, select: Select) -> None:
    fill({"How far is the sun?": 0.7, "How far is the moon?": 0.9})
    assert client.get("/admin/few-shot/settings").json()["updated_at"] is None
    answer = client.put("/admin/few-shot/settings", json={"n": 1, "min_score": 0.6, "strategy": "similarity"})
    assert answer.status_code == 200
    assert client.get("/admin/few-shot/settings").json() == answer.json()
    chosen = select("How big is the sun?")
    assert (chosen["strategy"], queries(chosen)) == ("similarity", ["How far is the sun?"])
    wrong = client.put("/admin/few-shot/settings", json={"holdout_share": 0.6})
    assert wrong.status_code == 422
    assert "holdout_share" in wrong.json()["message"]
