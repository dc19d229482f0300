"""Judges that need no model: what they say of answers, and what they say nothing of."""

from typing import Any

import pytest

from ratchet.domain.judge import NotApplicable, Verdict
from ratchet.errors import Invalid
from ratchet.judges.kinds import make_judge
from ratchet.judges.kinds.kind import Surroundings
from ratchet.judges.subject import Subject


class Desk:
    """Asks judges about answers."""

    def __init__(self, alone: Surroundings) -> None:
        self._surroundings = alone

    def ask(self, kind: str, parameters: dict[str, Any] | None = None, **subject: Any) -> Any:
        return make_judge(kind, parameters or {}, self._surroundings).judge(Subject(project_id="project", **subject))

    def value(self, kind: str, parameters: dict[str, Any] | None = None, **subject: Any) -> Any:
        verdict = self.ask(kind, parameters, **subject)
        assert isinstance(verdict, Verdict)
        assert verdict.reasoning
        return verdict.value


@pytest.fixture
def desk(alone: Surroundings) -> Desk:
    return Desk(alone)


@pytest.mark.parametrize(
    ("parameters", "output", "expected", "value"),
    [
        ({}, "Paris.", "paris", True),
        ({"ignore_form": False}, "Paris.", "Paris", False),
        ({"expected": "42"}, "42", None, True),
        ({}, {"answer": "b", "sure": 1}, {"sure": 1, "answer": "b"}, True),
        ({}, "-", "+", False),
        ({}, "?", "?", True),
    ],
)
def test_exact(desk: Desk, parameters: dict[str, Any], output: Any, expected: Any, value: bool) -> None:
    assert desk.value("exact", parameters, output=output, expected_output=expected) is value


def test_contains_all_any_or_none(desk: Desk) -> None:
    words = {"phrases": ["refund", "30 days"]}
    answer = "A Refund takes a week."
    assert desk.value("contains", words, output=answer) is False
    assert desk.value("contains", words | {"need": "any"}, output=answer) is True
    assert desk.value("contains", words | {"need": "any", "ignore_case": False}, output=answer) is False
    assert desk.value("contains", words | {"need": "none"}, output="Never.") is True
    assert desk.value("contains", output="It is 42.", expected_output="42") is True


def test_a_pattern_is_wanted_or_not(desk: Desk) -> None:
    assert desk.value("regex", {"pattern": r"\bORD-\d{6}\b"}, output="See ORD-123456.") is True
    assert desk.value("regex", {"pattern": r"(?i)competitor", "wanted": False}, output="Our COMPETITOR") is False


@pytest.mark.parametrize("pattern", ["(", "(?=look)around", ""])
def test_a_pattern_that_cannot_be_used_is_refused(alone: Surroundings, pattern: str) -> None:
    with pytest.raises(Invalid, match=r"parameters\.pattern"):
        make_judge("regex", {"pattern": pattern}, alone)


def test_no_pattern_takes_long(desk: Desk) -> None:
    assert desk.value("regex", {"pattern": "(a+)+$"}, output="a" * 50_000 + "b") is False


SCHEMA = {"type": "object", "required": ["city"], "properties": {"city": {"type": "string"}}}


@pytest.mark.parametrize(
    ("parameters", "output", "value", "reason"),
    [
        ({}, '{"any": "thing"}', True, "meets"),
        ({}, "no json", False, "not JSON"),
        ({"json_schema": SCHEMA}, '{"city": "Paris"}', True, "meets"),
        ({"json_schema": SCHEMA}, '{"city": 7}', False, "city: 7 is not of type"),
        ({"json_schema": SCHEMA}, {"city": "Paris"}, True, "meets"),
        ({"json_schema": SCHEMA}, {"town": "Paris"}, False, '"city" is a required property'),
        ({"json_schema": SCHEMA}, [{"role": "assistant", "content": '{"city": "Paris"}'}], True, "meets"),
        ({"json_schema": SCHEMA}, '```json\n{"city": "Paris"}\n```', False, "not JSON"),
        ({"json_schema": SCHEMA, "allow_code_block": True}, '```json\n{"city": "Paris"}\n```', True, "meets"),
    ],
)
def test_json_schema(desk: Desk, parameters: dict[str, Any], output: Any, value: bool, reason: str) -> None:
    verdict = desk.ask("json_schema", parameters, output=output)
    assert verdict.value is value
    assert reason in verdict.reasoning


@pytest.mark.parametrize("schema", [{"type": "no such type"}, {"$ref": "https://example.com/schema.json"}])
def test_a_schema_that_cannot_be_used_is_refused(alone: Surroundings, schema: dict[str, Any]) -> None:
    with pytest.raises(Invalid, match=r"parameters\.json_schema"):
        make_judge("json_schema", {"json_schema": schema}, alone)


def test_similarity_by_words_and_by_their_order(desk: Desk) -> None:
    said = {"output": "killed the gunman police", "expected_output": "police killed the gunman"}
    assert desk.value("similarity", **said) == 1
    assert desk.value("similarity", {"measure": "rouge_l"}, **said) == pytest.approx(0.75)
    assert desk.value("similarity", {"part": "recall"}, output="police", expected_output="police came") == 0.5


def test_refusal_quotes_what_declines(desk: Desk) -> None:
    declined = desk.ask("refusal", output="Well. I'm sorry, but I can't help with that.")
    assert (declined.value, declined.evidence) == (True, ("I'm sorry, but I can't help with that.",))
    assert desk.value("refusal", output="Of course: press the red button.") is False


def test_latency_and_cost_are_what_was_measured_or_whether_they_kept_bounds(desk: Desk) -> None:
    assert desk.value("latency", latency_ms=1250.0) == 1250.0
    assert desk.value("latency", {"most_ms": 1000}, latency_ms=1250.0) is False
    assert desk.value("cost", cost_usd=0.002) == 0.002
    assert desk.value("cost", {"most_usd": 0.01}, cost_usd=0.002) is True


@pytest.mark.parametrize(
    ("kind", "parameters", "subject"),
    [
        ("exact", {}, {"output": "a"}),
        ("contains", {}, {"output": "a"}),
        ("regex", {"pattern": "a"}, {}),
        ("json_schema", {}, {"output": ""}),
        ("similarity", {}, {"output": "a"}),
        ("refusal", {}, {}),
        ("latency", {}, {"output": "a"}),
        ("cost", {}, {"output": "a"}),
        ("groundedness", {}, {"output": "The sky is blue."}),
    ],
)
def test_what_cannot_be_judged_gets_no_score(
    desk: Desk, kind: str, parameters: dict[str, Any], subject: dict[str, Any]
) -> None:
    assert isinstance(desk.ask(kind, parameters, **subject), NotApplicable)
