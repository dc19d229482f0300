"""Prompts that include others: put together when they are read, and never broken by a change to what they include."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

PATH = "/api/public/v2/prompts"

Create = Callable[..., dict[str, Any]]
Read = Callable[..., dict[str, Any]]
Refusal = Callable[..., tuple[int, str]]


def tag(name: str, reference: str = "label=production") -> str:
    return f"@@@langfusePrompt:name={name}|{reference}@@@"


@pytest.fixture
def refusal(client: TestClient) -> Refusal:
    """Create a version, which must be refused: status and message."""

    def create_none(name: str, prompt: Any, **fields: Any) -> tuple[int, str]:
        answer = client.post(PATH, json={"name": name, "prompt": prompt, **fields})
        assert answer.status_code >= 400, answer.text
        return answer.status_code, answer.json()["message"]

    return create_none


@pytest.fixture
def chain(create: Create) -> Callable[[int], None]:
    """Create prompts `p1` to `pN`: each includes the next."""

    def create_chain(length: int) -> None:
        create(f"p{length}", "end", labels=["production"])
        for number in range(length - 1, 0, -1):
            create(f"p{number}", f"{number} " + tag(f"p{number + 1}"), labels=["production"])

    return create_chain


def test_a_tag_becomes_the_text_that_it_leads_to(create: Create, read: Read) -> None:
    create("folder/greeting", "hello {{name}}, $1 \\g<0>", labels=["production"])
    create("p", f"Say: {tag('folder/greeting')} {tag('folder/greeting', 'version=1')}", labels=["production"])
    assert read("p")["prompt"] == "Say: hello {{name}}, $1 \\g<0> hello {{name}}, $1 \\g<0>"


def test_messages_of_a_chat_include_texts(create: Create, read: Read) -> None:
    create("rules", "Be kind.", labels=["production"])
    messages = [{"role": "system", "content": f"Rules: {tag('rules')}"}, {"type": "placeholder", "name": "history"}]
    create("c", messages, type="chat", labels=["production"])
    assert read("c")["prompt"] == [{"role": "system", "content": "Rules: Be kind."}, messages[1]]


def test_a_prompt_can_be_read_as_it_was_written(create: Create, read: Read) -> None:
    create("a", "hello", labels=["production"])
    written = create("p", tag("a"), labels=["production"])
    assert written["prompt"] == tag("a")
    assert read("p", resolve="false") == written
    assert read("p", resolve="false")["resolutionGraph"] is None


def test_a_label_leads_to_the_version_that_has_it_now(create: Create, read: Read, client: TestClient) -> None:
    create("a", "old", labels=["production"])
    create("p", f"{tag('a')} {tag('a', 'label=latest')}", labels=["production"])
    create("a", "new")
    assert read("p")["prompt"] == "old new"
    client.patch(f"{PATH}/a/versions/2", json={"newLabels": ["production"]})
    assert read("p")["prompt"] == "new new"


def test_the_graph_says_which_version_includes_which(create: Create, read: Read) -> None:
    c = create("c", "C", labels=["production"])
    b = create("b", f"B {tag('c')}", labels=["production"])
    a = create("a", f"A {tag('b')} {tag('c', 'version=1')}", labels=["production"])
    nodes = {p["name"]: {"id": p["id"], "name": p["name"], "version": 1} for p in (a, b, c)}
    graph = read("a")["resolutionGraph"]
    assert graph["root"] == nodes["a"]
    assert graph["dependencies"] == {a["id"]: [nodes["b"], nodes["c"]], b["id"]: [nodes["c"]]}
    assert read("c")["resolutionGraph"] is None


@pytest.mark.parametrize("text", ["@@@langfusePrompt:name=a@@@", "@@@langfusePrompt:@@@", "@@@x:name=a|version=1@@@"])
def test_what_is_no_tag_stays_as_it_is(create: Create, read: Read, text: str) -> None:
    create("p", text, labels=["production"])
    assert read("p")["prompt"] == text


@pytest.mark.parametrize("reference", ["label=staging", "version=2", "label=nope"])
def test_a_tag_that_leads_nowhere_is_refused(create: Create, refusal: Refusal, reference: str) -> None:
    create("a", labels=["production"])
    status, message = refusal("p", tag("a", reference))
    assert status == 400
    assert "'a'" in message


def test_a_chat_cannot_be_included(create: Create, refusal: Refusal) -> None:
    create("c", [{"role": "user", "content": "hi"}], type="chat", labels=["production"])
    assert refusal("p", tag("c"))[0] == 400


def test_prompts_are_five_deep_at_most(chain: Callable[[int], None], read: Read, refusal: Refusal) -> None:
    chain(5)
    assert read("p1")["prompt"] == "1 2 3 4 end"
    status, message = refusal("p0", tag("p1"))
    assert status == 400
    assert "'p0' version 1 → 'p1' version 1" in message


def test_a_change_far_below_that_makes_others_too_deep_is_refused(
    chain: Callable[[int], None], create: Create, read: Read, refusal: Refusal, client: TestClient
) -> None:
    chain(5)
    create("more", "more", labels=["production"])
    assert refusal("p5", tag("more"), labels=["production"])[0] == 400
    assert create("p5", tag("more"))["version"] == 2  # in production it would break p1
    answer = client.patch(f"{PATH}/p5/versions/2", json={"newLabels": ["production"]})
    assert answer.status_code == 400
    assert read("p1")["prompt"] == "1 2 3 4 end"


def test_a_prompt_that_includes_itself_is_refused(create: Create, refusal: Refusal) -> None:
    create("a", labels=["production"])
    for reference in ("label=production", "version=1", "label=latest"):
        status, message = refusal("a", tag("a", reference))
        assert (status, "circle" in message) == (409, True)


def test_a_circle_of_prompts_is_refused(create: Create, refusal: Refusal, read: Read) -> None:
    create("c", "C", labels=["production"])
    create("b", tag("c"), labels=["production"])
    create("a", tag("b"), labels=["production"])
    assert refusal("c", tag("a"), labels=["production"])[0] == 409
    assert read("a")["prompt"] == "C"


def test_a_label_that_would_close_a_circle_is_refused(create: Create, client: TestClient, read: Read) -> None:
    create("b", "B", labels=["x"])
    create("c", "C")
    create("b", tag("c", "label=latest"))
    create("a", tag("b", "label=x"), labels=["production"])
    create("c", tag("a"))  # b 2 → c 2 → a 1 → b 1, as long as x is at b 1
    answer = client.patch(f"{PATH}/b/versions/2", json={"newLabels": ["x"]})
    assert (answer.status_code, answer.json()["error"]) == (409, "LangfuseConflictError")
    assert read("b", version=1)["labels"] == ["x"]
    assert read("a")["prompt"] == "B"


def test_what_others_include_cannot_be_deleted(create: Create, client: TestClient, read: Read) -> None:
    create("a", "1")
    create("a", "2", labels=["production"])
    create("p", f"{tag('a', 'version=1')} {tag('a')}", labels=["production"])
    for query in ("version=1", "label=production", "version=2", ""):
        answer = client.delete(f"{PATH}/a?{query}")
        assert (answer.status_code, "'p' version 1" in answer.json()["message"]) == (409, True)
    assert read("p")["prompt"] == "1 2"
    assert client.delete(f"{PATH}/p").status_code == 204
    assert client.delete(f"{PATH}/a").status_code == 204


def test_a_version_that_others_reach_by_latest_alone_can_be_deleted(
    create: Create, client: TestClient, read: Read
) -> None:
    create("a", "1")
    create("a", "2")
    create("p", tag("a", "label=latest"), labels=["production"])
    assert client.delete(f"{PATH}/a?version=2").status_code == 204
    assert read("p")["prompt"] == "1"


def test_a_few_prompts_cannot_ask_for_gigabytes(create: Create, refusal: Refusal) -> None:
    create("a0", "x" * 1000, labels=["production"])
    create("a1", tag("a0") * 1000, labels=["production"])
    status, message = refusal("a2", tag("a1") * 1000)
    assert status == 413
    assert "characters" in message


def test_a_prompt_cannot_ask_for_thousands_of_others(create: Create, refusal: Refusal) -> None:
    create("a", labels=["production"])
    status, message = refusal("p", " ".join(tag("a", f"version={number}") for number in range(1, 10_000)))
    assert status == 400
    assert "500 different tags" in message


def test_a_prompt_that_is_included_by_many_ways_is_put_together_once(create: Create, read: Read) -> None:
    create("d0", "x", labels=["production"])
    for depth in range(1, 5):
        create(f"d{depth}", tag(f"d{depth - 1}") * 10, labels=["production"])
    assert read("d4")["prompt"] == "x" * 10_000
