from asking_for_examples import POOL, Fill, Select, queries
from fastapi.testclient import TestClient

RIVERS = {
    "How long is the river Danube?": 0.9,
    "How long is the river Rhine?": 0.95,
    "Which metal melts at room temperature?": 1.0,
    "Who painted the ceiling of the Sistine Chapel?": 0.99,
}


def test_the_best_examples_of_the_type_come_first(fill: Fill, select: Select) -> None:
    fill(RIVERS)
    fill({"How are you doing?": 1.0}, query_type="smalltalk")
    fill({"What is too bad to be shown?": 0.79})
    answer = select("How high is Mount Elbrus?")
    assert answer["strategy"] == "score"
    assert answer["fell_back"] is None
    assert answer["held_out_share"] == 0.05
    assert queries(answer) == [
        "Which metal melts at room temperature?",
        "Who painted the ceiling of the Sistine Chapel?",
        "How long is the river Rhine?",
    ]


def test_the_type_is_taken_from_the_dialogue_mode_else_from_the_text(client: TestClient, fill: Fill) -> None:
    fill({"Should cities ban cars?": 0.9}, query_type="stance")
    asked = {"query": "Remote work", "dialogue_mode": "STANCE_GLOBAL"}
    answer = client.post("/admin/few-shot/select", json=asked).json()
    assert answer["query_type"] == "stance"
    assert queries(answer) == ["Should cities ban cars?"]
    assert client.post("/admin/few-shot/detect", json=asked).json() == {
        "query_type": "stance",
        "source": "dialogue_mode",
    }
    said = client.post("/admin/few-shot/detect", json={"query": "Thanks, bye!"}).json()
    assert said == {"query_type": "smalltalk", "source": "text"}


def test_an_item_without_a_type_has_that_of_its_text(client: TestClient, fill: Fill) -> None:
    fill({"Hello, how are you?": 0.9}, query_type="")
    answer = client.post("/admin/few-shot/select", json={"query": "Good morning!"}).json()
    assert queries(answer) == ["Hello, how are you?"]


def test_similarity_finds_what_shares_words_with_the_query(fill: Fill, select: Select) -> None:
    fill(RIVERS)
    answer = select("And the length of the river Elbe?", strategy="similarity", n=2)
    assert (answer["strategy"], answer["fell_back"]) == ("similarity", None)
    assert set(queries(answer)) == {"How long is the river Danube?", "How long is the river Rhine?"}


def test_similarity_gives_way_to_score_where_nothing_is_similar_or_time_is_up(fill: Fill, select: Select) -> None:
    fill(RIVERS)
    odd = select("Xylophon?", strategy="similarity")
    assert (odd["strategy"], odd["fell_back"], len(odd["examples"])) == ("score", "nothing_similar", 3)
    fill({f"What is the number after {number}?": 0.8 for number in range(300)})
    hasty = select("How long is the river Po?", strategy="similarity", deadline_ms=1)
    assert len(hasty["examples"]) == 3
    assert hasty["fell_back"] in (None, "deadline")


def test_diverse_examples_are_near_the_query_and_differ_from_each_other(
    client: TestClient, fill: Fill, select: Select
) -> None:
    client.put("/admin/few-shot/settings", json={"diversity": 0.8})
    fill(
        {
            "Which yeast does rye flour need for bread?": 0.9,
            "Is rye flour good for bread without yeast?": 0.9,
            "How long must bread cool on the rack?": 0.9,
        }
    )
    near = queries(select("How much yeast for bread of rye flour?", strategy="similarity", n=2))
    mixed = queries(select("How much yeast for bread of rye flour?", strategy="diverse", n=2))
    assert "How long must bread cool on the rack?" not in near
    assert "How long must bread cool on the rack?" in mixed


def test_the_query_itself_is_never_an_example_nor_the_same_one_twice(fill: Fill, select: Select) -> None:
    fill({"How long is the Nile?": 1.0, "How long is the Nile??": 0.99, "How deep is Lake Baikal?": 0.9})
    fill({"how deep is lake baikal": 0.85})
    assert queries(select("how long is THE nile?")) == ["How deep is Lake Baikal?"]


def test_examples_stay_within_the_budget_of_tokens(fill: Fill, select: Select) -> None:
    fill({"What is long?": 1.0}, answer="word " * 2000)
    fill({"What is short?": 0.9}, answer="This.")
    assert queries(select("Which is it?", token_budget=100)) == ["What is short?"]


def test_personal_data_is_taken_out_if_asked(fill: Fill, select: Select) -> None:
    fill({"Whom do I ask?": 0.9}, answer="Write to ada@example.com.")
    [example] = select("Who knows?", redact=True)["examples"]
    assert example["response"] == "Write to [email]."
    [example] = select("Who knows?")["examples"]
    assert "ada@example.com" in example["response"]


def test_what_is_added_changed_or_deleted_counts_at_once(client: TestClient, fill: Fill, select: Select) -> None:
    [first] = fill({"How old is the universe?": 0.9})
    assert queries(select("How old is the moon?")) == ["How old is the universe?"]
    fill({"How old is the earth?": 1.0})
    assert queries(select("How old is the moon?")) == ["How old is the earth?", "How old is the universe?"]
    assert client.delete(f"/admin/datasets/{POOL}/items/{first}").status_code in (200, 204)
    assert queries(select("How old is the moon?")) == ["How old is the earth?"]


def test_a_long_query_with_odd_signs_is_answered(fill: Fill, select: Select) -> None:
    fill(RIVERS)
    answer = select("{river} </x> %s 😀 " * 5000, strategy="diverse")
    assert len(answer["examples"]) == 3


def test_a_dataset_that_is_not_there_is_named(client: TestClient) -> None:
    answer = client.post("/admin/few-shot/select", json={"query": "Hm?", "dataset_name": "nowhere"})
    assert answer.status_code == 404
    assert "nowhere" in answer.json()["message"]
