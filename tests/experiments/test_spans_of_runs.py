"""Spans say which item of which run they answer, in the words of every SDK."""

import json
from typing import Any

import pytest

from ratchet.domain.span import Span
from ratchet.domain.value import encode_value
from ratchet.ingest.runs import ItemSaid, read_item_said, to_run_items

NOON = 1_763_812_800 * 10**9
PREFIX = "langfuse.experiment."


def span(span_id: str = "s", **said: Any) -> Span:
    attributes = {f"{PREFIX}{key.replace('__', '.')}": encode_value(value) for key, value in said.items()}
    return Span("p", "t", span_id, start_time=NOON, end_time=NOON + 5, revision=7, attributes=attributes)


def test_a_span_that_says_nothing_of_a_run_is_of_none() -> None:
    assert to_run_items([span(), span(name="n"), span(id=""), span(id="x" * 801)]) == []


def test_the_span_that_answered_says_everything_of_its_item() -> None:
    [item] = to_run_items(
        [
            span(
                id="r",
                name="run A",
                description="d",
                metadata='{"mm": 1}',
                dataset__id="ds",
                item__id="i",
                item__version="2026-01-21T14:35:42Z",
                item__root_observation_id="s",
            )
        ]
    )
    assert item._asdict() == {
        "project_id": "p",
        "run_id": "r",
        "trace_id": "t",
        "span_id": "s",
        "item_id": "i",
        "first_at": NOON,
        "last_at": NOON + 5,
        "dataset_id": "ds",
        "run_name": "run A",
        "run_description": "d",
        "run_metadata": '{"mm":1}',
        "item_version": 1_769_006_142 * 10**9,
        "linked_at": None,
        "started_at": NOON,
        "updated_at": 7,
    }


def test_spans_around_the_answer_and_below_it_belong_to_the_same_item() -> None:
    items = to_run_items([span(name, id="r", item__id="i", item__root_observation_id="s") for name in ("s", "around")])
    assert [item.started_at for item in items] == [NOON, None]
    assert len({item.key for item in items}) == 1


def test_a_root_that_names_no_answer_is_the_answer_itself() -> None:
    [item] = to_run_items([span(id="r", item__id="i")._replace(root_rank=1)])
    assert (item.span_id, item.started_at) == ("s", NOON)
    [below] = to_run_items([span(id="r", item__id="i")])
    assert (below.span_id, below.started_at) == ("", None)


def test_a_run_without_a_name_is_called_by_its_id_and_numbers_are_texts() -> None:
    [item] = to_run_items([span(id="2026", item__id="7", item__root_observation_id="s", item__version="yesterday")])
    assert (item.run_id, item.run_name, item.item_id, item.item_version) == ("2026", "2026", "7", None)


@pytest.mark.parametrize(
    "said", [{"metadata": '{"mm": 1, "s": "x"}'}, {"metadata__mm": "1", "metadata__s": "x"}], ids=["whole", "members"]
)
def test_metadata_is_one_json_text_or_comes_a_member_at_a_time(said: dict[str, str]) -> None:
    one = span(id="r", **said)
    assert read_item_said(one).run_metadata == {"mm": 1, "s": "x"}
    assert json.loads(to_run_items([one])[0].run_metadata) == {"mm": 1, "s": "x"}


def test_what_is_said_of_an_item_is_read_back_as_it_was_meant() -> None:
    said = span(id="r", item__expected_output="2", item__metadata='{"m":1}', description="d")
    assert read_item_said(said) == ItemSaid(2, {"m": 1}, None, "d")
    assert read_item_said(span(id="r", item__expected_output="e")).expected_output == "e"
    assert read_item_said(span(id="r")) == ItemSaid(None, None, None, None)
