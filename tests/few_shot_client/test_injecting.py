import asyncio
import json
import os
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from example_server import ExampleServer, client_of, example
from hypothesis import given
from hypothesis import strategies as st

from ratchet import (
    Connection,
    FewShot,
    FewShotOptions,
    few_shot_failures,
    format_examples,
    get_examples,
    inject_few_shot,
    inject_few_shot_async,
)

FACTUAL = "Who wrote Middlemarch?"
HOSTILE = 'You are {role}. Use {{braces}}, {0}, %s, $x, \\1 and <b>&amp;</b>.\n```{"a": [1]}```'


@pytest.fixture
def environment(example_server: ExampleServer, monkeypatch: pytest.MonkeyPatch) -> ExampleServer:
    """The environment of an application that uses this server."""
    monkeypatch.setenv("RATCHET_URL", example_server.url)
    monkeypatch.setenv("RATCHET_FEW_SHOT_FIRST_WAIT_S", "60")
    return example_server


def failures(kind: str) -> int:
    return few_shot_failures().get(kind, 0)


def test_it_is_used_as_the_documentation_says(environment: ExampleServer) -> None:
    environment.examples = [example(1, 0.8, "stance"), example(2, 0.99, "stance"), example(3, 1.0, "factual")]
    examples = get_examples(query_type="stance", n=3)
    assert [one.id for one in examples] == ["2", "1"]
    assert format_examples(examples, style="qa") == "Q1: Question 2?\nA1: Answer 2.\n\nQ2: Question 1?\nA2: Answer 1."
    by_name = inject_few_shot(base_prompt="You are helpful.", query="Remote work?", dialogue_mode="STANCE_GLOBAL")
    by_place = inject_few_shot("You are helpful.", "Remote work?", "STANCE_GLOBAL")
    assert (
        by_name == by_place == asyncio.run(inject_few_shot_async("You are helpful.", "Remote work?", "STANCE_GLOBAL"))
    )
    assert by_name.startswith("You are helpful.\n\n## Examples of good answers\n\nQ1: Question 2?\nA1: Answer 2.")


def test_the_best_three_of_the_type_with_a_score_of_0_8_or_more_are_given(
    example_server: ExampleServer,
) -> None:
    example_server.examples = [example(place, score) for place, score in enumerate((0.7, 0.81, 0.95, 0.9, 0.85))]
    ours = client_of(example_server.url)
    assert [one.score for one in ours.get_examples(query=FACTUAL)] == [0.95, 0.9, 0.85]
    assert [one.score for one in ours.get_examples("factual", 9)] == [0.95, 0.9, 0.85, 0.81]
    assert [one.score for one in ours.get_examples("factual", min_score=0.92)] == [0.95]
    assert ours.get_examples("teaching") == []


def test_what_is_set_for_the_project_holds_where_a_call_says_nothing(example_server: ExampleServer) -> None:
    example_server.settings |= {"n": 1, "min_score": 0.5}
    example_server.examples = [example(1, 0.6), example(2, 0.55)]
    assert [one.id for one in client_of(example_server.url).get_examples("factual")] == ["1"]


def test_the_query_itself_is_no_example_however_it_is_written(example_server: ExampleServer) -> None:
    example_server.examples = [example(1, 0.99, query="who wrote  MIDDLEMARCH"), example(2)]
    assert [one.id for one in client_of(example_server.url).get_examples(query=FACTUAL)] == ["2"]


def test_examples_keep_to_a_budget_of_tokens(example_server: ExampleServer) -> None:
    example_server.examples = [example(1, 0.99, query="long " * 400), example(2, 0.9), example(3, 0.85)]
    found = client_of(example_server.url).get_examples("factual", token_budget=9)
    assert [one.id for one in found] == ["2"]


def test_a_prompt_with_braces_and_xml_stays_as_it_is(example_server: ExampleServer) -> None:
    example_server.examples = [example(1, query="{x} \\g<0> {{examples}}")]
    ours = client_of(example_server.url)
    assert ours.inject(HOSTILE, FACTUAL).startswith(
        HOSTILE + "\n\n## Examples of good answers\n\nQ1: {x} \\g<0> {{examples}}"
    )
    placed = ours.inject("Before {a}\n{{ examples }}\nAfter {b}", FACTUAL)
    assert placed == "Before {a}\nQ1: {x} \\g<0> {{examples}}\nA1: Answer 1.\nAfter {b}"
    assert ours.inject("Only {{examples}} here", "Hello!") == "Only  here"


def test_examples_become_turns_of_a_chat_behind_its_instructions(example_server: ExampleServer) -> None:
    example_server.examples = [example(1)]
    chat = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": FACTUAL}]
    assert client_of(example_server.url).inject(chat, FACTUAL) == [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "Question 1?"},
        {"role": "assistant", "content": "Answer 1."},
        {"role": "user", "content": FACTUAL},
    ]
    assert len(chat) == 2


def test_each_style_has_its_own_form() -> None:
    examples = [example(1), example(2)]
    assert format_examples(examples, "conversation").startswith("User: Question 1?\nAssistant: Answer 1.\n\nUser: Q")
    assert format_examples(examples, style="messages")[3] == {"role": "assistant", "content": "Answer 2."}
    assert format_examples([], "structured") == ""
    with pytest.raises(ValueError, match="qa, conversation, structured, messages"):
        format_examples(examples, "prose")  # type: ignore[call-overload]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t\r<>&\"'")))
def test_a_structured_example_can_be_read_back_whatever_it_holds(text: str) -> None:
    written = format_examples([example(1, query=f"</query>{text}"), example(2, query="\x00\ud800")], "structured")
    root = ElementTree.fromstring(f"<examples>{written}</examples>")
    holdable = "".join(one for one in text if one not in "\ufffe\uffff")
    assert root[0].findtext("query") == f"</query>{holdable}"
    assert len(root) == 2


def test_nearest_examples_are_asked_of_the_server(example_server: ExampleServer) -> None:
    example_server.examples = [example(1, 0.99), example(2, 0.9)]
    assert [one.id for one in client_of(example_server.url).get_examples(query=FACTUAL, strategy="similarity")] == ["2"]


def test_nearest_examples_that_are_late_are_replaced_by_the_best(example_server: ExampleServer) -> None:
    example_server.examples = [example(1, 0.99)]
    ours = client_of(example_server.url, deadline_s=0.05)
    ours.refresh()
    example_server.is_open.clear()
    before = failures("select")
    assert [one.id for one in ours.get_examples(query=FACTUAL, strategy="similarity")] == ["1"]
    assert failures("select") == before + 1


def test_what_cannot_be_redacted_in_time_is_not_shown(example_server: ExampleServer) -> None:
    example_server.examples = [example(1, 0.99)]
    ours = client_of(example_server.url, deadline_s=0.05)
    ours.refresh()
    example_server.is_open.clear()
    assert {one.dataset for one in ours.get_examples(query=FACTUAL, redact=True)} == {"fallback"}


def test_examples_are_read_once_and_then_only_when_they_have_changed(example_server: ExampleServer) -> None:
    example_server.examples = [example(1)]
    ours = client_of(example_server.url)
    for _ in range(50):
        assert ours.get_examples("factual")
    assert len(example_server.asked) == 1
    ours.refresh()
    assert (len(example_server.asked), example_server.not_modified) == (2, 1)
    assert ours.get_examples("factual")


def test_once_warm_a_server_that_is_slow_or_gone_is_not_noticed(example_server: ExampleServer) -> None:
    example_server.examples = [example(1)]
    ours = client_of(example_server.url, refresh_s=0)
    ours.refresh()
    example_server.is_open.clear()
    assert all(ours.get_examples("factual") for _ in range(100))
    example_server.status, example_server.body = 500, b"no"
    example_server.is_open.set()
    ours.refresh()
    assert [one.id for one in ours.get_examples("factual")] == ["1"]


def test_a_slow_server_is_waited_for_once(example_server: ExampleServer) -> None:
    example_server.examples = [example(1)]
    example_server.is_open.clear()
    ours = client_of(example_server.url, first_wait_s=0.05)
    assert all(ours.get_examples("factual")[0].dataset == "fallback" for _ in range(100))
    example_server.is_open.set()
    ours.refresh()
    assert [one.id for one in ours.get_examples("factual")] == ["1"]
    assert len(example_server.asked) == 1


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (401, b'{"code": "unauthorized", "message": "no", "details": {}}'),
        (500, b"oops"),
        (200, b"<html>"),
        (200, b"[]"),
    ],
)
def test_a_server_that_refuses_or_talks_nonsense_leaves_a_usable_prompt(
    example_server: ExampleServer, status: int, body: bytes
) -> None:
    example_server.status, example_server.body = status, body
    before = failures("refresh")
    prompt = client_of(example_server.url).inject("Be brief.", FACTUAL)
    assert prompt.startswith("Be brief.\n\n## Examples of good answers\n\nQ1: How high is Mount Everest?")
    assert failures("refresh") == before + 1


def test_nobody_at_the_address_leaves_a_usable_prompt_and_is_counted() -> None:
    before = failures("refresh")
    assert "Mount Everest" in client_of("http://127.0.0.1:9").inject("Be brief.", FACTUAL)
    assert failures("refresh") == before + 1


def test_an_empty_dataset_leaves_the_prompt_as_it_was(example_server: ExampleServer) -> None:
    assert client_of(example_server.url).inject(HOSTILE, FACTUAL) == HOSTILE


def test_a_query_of_100_kb_leaves_a_usable_prompt(example_server: ExampleServer) -> None:
    example_server.examples = [example(1, query_type="stance")]
    prompt = client_of(example_server.url).inject("Be brief.", "lorem ipsum " * 9_000 + "\nWhat do you think?")
    assert prompt.endswith("Q1: Question 1?\nA1: Answer 1.")


@pytest.mark.parametrize("query", [None, 7, b"bytes", "\ud800"])
def test_a_query_that_is_none_leaves_a_usable_prompt(example_server: ExampleServer, query: object) -> None:
    example_server.examples = [example(1)]
    assert client_of(example_server.url).inject("Be brief.", query).startswith("Be brief.")  # type: ignore[call-overload]


def test_a_style_or_strategy_that_nobody_knows_is_replaced_and_counted(example_server: ExampleServer) -> None:
    example_server.examples = [example(1)]
    before = failures("style"), failures("strategy")
    prompt = client_of(example_server.url).inject("Be brief.", FACTUAL, style="prose", strategy="luck")  # type: ignore[call-overload]
    assert prompt.endswith("Q1: Question 1?\nA1: Answer 1.")
    assert (failures("style"), failures("strategy")) == (before[0] + 1, before[1] + 1)


def test_an_application_can_bring_its_own_fallback_examples(tmp_path: Path) -> None:
    own = tmp_path / "fallbacks.toml"
    own.write_text("[[examples]]\nquery_type = 'factual'\nquery = 'Open?'\nresponse = 'From 9.'\n")
    none = tmp_path / "none.toml"
    none.write_text("")
    assert client_of("http://127.0.0.1:9", fallbacks=str(own)).inject("Hi", FACTUAL).endswith("Q1: Open?\nA1: From 9.")
    assert client_of("http://127.0.0.1:9", fallbacks=str(none)).inject("Hi", FACTUAL) == "Hi"
    assert "Everest" in client_of("http://127.0.0.1:9", fallbacks=str(tmp_path / "gone")).inject("Hi", FACTUAL)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_forked_process_has_the_examples_and_reads_new_ones_by_itself(example_server: ExampleServer) -> None:
    example_server.examples = [example(1)]
    ours = client_of(example_server.url)
    ours.get_examples(query=FACTUAL, strategy="similarity")
    receiving, sending = os.pipe()
    if (child := os.fork()) == 0:
        before = [one.id for one in ours.get_examples("factual")]
        ours.refresh()
        near = [one.id for one in ours.get_examples(query=FACTUAL, strategy="similarity")]
        os.write(sending, json.dumps([before, near]).encode())
        os._exit(0)
    os.waitpid(child, 0)
    assert json.loads(os.read(receiving, 1000)) == [["1"], ["1"]]


def test_options_that_cannot_be_used_are_counted_and_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RATCHET_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("RATCHET_FEW_SHOT_REFRESH_S", "often")
    before = failures("options")
    assert "Everest" in inject_few_shot("Hi", FACTUAL)
    assert failures("options") == before + 1


def test_a_client_made_in_code_needs_no_environment() -> None:
    ours = FewShot(FewShotOptions(connection=Connection("http://127.0.0.1:9", "pk", "sk"), dataset_name="mine"))
    assert "Everest" in ours.inject("Hi", FACTUAL)
