import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from ratchet import errors
from ratchet.domain.few_shot import QueryType
from ratchet.sdk.few_shot.detection import detect_query_type
from ratchet.sdk.few_shot.failures import few_shot_failures
from ratchet.sdk.few_shot.rules import read_rules

ROOT = Path(__file__).parents[2]
GUIDE = " ".join((ROOT / "docs/guides/few-shot.md").read_text().split())
RULES = """
default = "other"
[modes]
billing = "money"
[[rules]]
type = "money"
patterns = ['''\\binvoices?\\b''']
"""


@pytest.mark.parametrize(
    ("dialogue_mode", "query_type"),
    [
        ("STANCE_GLOBAL", "stance"),
        ("stanceLocal", "stance"),
        ("FACT_LOOKUP", "factual"),
        ("SMALL_TALK", "smalltalk"),
        ("teaching-stepwise", "teaching"),
        ("REPAIR", "repair"),
    ],
)
def test_a_dialogue_mode_decides_whatever_the_text_is(dialogue_mode: str, query_type: str) -> None:
    assert detect_query_type("What is the capital of France?", dialogue_mode) == query_type


@pytest.mark.parametrize("dialogue_mode", [None, "", "MODE_7", "💥"])
def test_a_mode_that_nobody_knows_leaves_it_to_the_text(dialogue_mode: str | None) -> None:
    assert detect_query_type("What do I think about remote work?", dialogue_mode) == "stance"
    assert detect_query_type("Hello, how are you?", dialogue_mode) == "smalltalk"


def test_a_greeting_before_a_question_does_not_make_it_smalltalk() -> None:
    assert detect_query_type("Hi there! Who wrote Middlemarch?") == "factual"


@pytest.mark.parametrize("query", ["", "   ", "?!", "\x00\ud800", "(" * 100_000, "what " * 25_000])
def test_any_text_has_a_type(query: str) -> None:
    assert detect_query_type(query)


def test_a_question_behind_a_long_text_is_found() -> None:
    assert detect_query_type("lorem ipsum dolor " * 5_000 + "\nWhat do you think of this essay?") == "stance"


def test_an_application_can_bring_its_own_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "rules.toml"
    own.write_text(RULES)
    monkeypatch.setenv("RATCHET_FEW_SHOT_RULES", str(own))
    assert detect_query_type("Where is my invoice?") == "money"
    assert detect_query_type("Where?", "BILLING_OPEN") == "money"
    assert detect_query_type("Hello") == "other"


@pytest.mark.parametrize(
    "content", ["[[rules]]\ntype = 'a'\npatterns = ['(']", "[[rules]]\ntype = 'a'", "not toml", None]
)
def test_rules_that_cannot_be_used_are_counted_and_replaced(
    content: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "rules.toml"
    if content is not None:
        own.write_text(content)
    with pytest.raises(errors.Invalid, match="rules"):
        read_rules(own)
    monkeypatch.setenv("RATCHET_FEW_SHOT_RULES", str(own))
    before = few_shot_failures().get("rules", 0)
    assert detect_query_type("Hello, how are you?") == "smalltalk"
    assert few_shot_failures()["rules"] == before + 1


@pytest.fixture
def evaluation(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The benchmark that reports how often types are found."""
    monkeypatch.syspath_prepend(ROOT)
    yield importlib.import_module("benchmarks.query_types")
    sys.modules.pop("benchmarks.query_types")


def test_most_types_are_found_among_queries_that_the_rules_were_not_written_with(evaluation: ModuleType) -> None:
    labelled = evaluation.read_labelled()
    held_back = [one for one in labelled if evaluation.is_held_back(one[1])]
    confusion = evaluation.count_confusion(held_back)
    assert len(labelled) >= 150
    assert len(held_back) >= 100
    for query_type in QueryType:
        assert confusion[query_type, query_type] / sum(confusion[query_type, one] for one in QueryType) >= 0.6
    assert f"{evaluation.accuracy(confusion):.0%} of {len(held_back)} queries" in GUIDE


def test_most_types_are_found_among_real_instructions(evaluation: ModuleType) -> None:
    if not (labelled := evaluation.read_instructions()):
        pytest.skip("the sample data is not beside the repository")
    accuracy = evaluation.accuracy(evaluation.count_confusion(labelled))
    assert f"{accuracy:.0%} of {len(labelled)} real instructions" in GUIDE
