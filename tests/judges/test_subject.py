"""What judges see of traces, spans and items."""

import pytest

from ratchet.domain.judge import NotApplicable, Verdict, to_epoch
from ratchet.domain.span import Span
from ratchet.errors import Invalid
from ratchet.judges.kinds import KINDS, find_kind, make_judge
from ratchet.judges.kinds.kind import Surroundings
from ratchet.judges.subject import Subject, subject_of_span
from ratchet.store.records import RecordStore


@pytest.fixture
def surroundings(records: RecordStore) -> Surroundings:
    return Surroundings("project", records, "a secret that is long enough")


def test_a_chat_gives_its_last_question_and_its_system_prompt() -> None:
    chat = [
        {"role": "system", "content": "Answer like a pirate."},
        {"role": "user", "content": "Hello?"},
        {"role": "assistant", "content": "Arr."},
        {"role": "user", "content": "Where is the gold?"},
    ]
    subject = Subject(project_id="project", input={"messages": chat}, output={"answer": "Below."})
    assert (subject.question, subject.answer) == ("Where is the gold?", "Below.")
    assert subject.system_prompt == "Answer like a pirate."


def test_a_chat_in_the_form_of_opentelemetry_is_read_too() -> None:
    def says(role: str, text: str) -> dict[str, object]:
        return {"role": role, "parts": [{"type": "text", "content": text}]}

    chat = [says("system", "Answer like a pirate."), says("user", "Where is the gold?")]
    subject = Subject(project_id="project", input=chat, output=[says("assistant", "Below.")])
    assert (subject.question, subject.answer) == ("Where is the gold?", "Below.")
    assert subject.system_prompt == "Answer like a pirate."


def test_a_span_is_seen_with_decoded_values_and_its_latency() -> None:
    span = Span("project", "trace", "span", start_time=10**18, end_time=10**18 + 2_500_000, input='{"q":"why?"}')
    subject = subject_of_span(span._replace(metadata={"turn": "3"}, cost={"total": 0.25}))
    assert subject.question == "why?"
    assert (subject.latency_ms, subject.cost_usd, subject.metadata) == (2.5, 0.25, {"turn": 3})


def test_length_counts_words_and_holds_bounds(surroundings: Surroundings) -> None:
    answer = Subject(project_id="project", output="one two three")
    assert make_judge("length", {}, surroundings).judge(answer) == Verdict(
        value=3.0, reasoning="The answer has 3 words."
    )
    bounded = make_judge("length", {"unit": "characters", "most": 5}, surroundings).judge(answer)
    assert isinstance(bounded, Verdict)
    assert bounded.value is False


def test_no_answer_has_no_length(surroundings: Surroundings) -> None:
    assert isinstance(make_judge("length", {}, surroundings).judge(Subject(project_id="project")), NotApplicable)


def test_what_a_kind_cannot_use_is_refused_by_its_field(surroundings: Surroundings) -> None:
    with pytest.raises(Invalid, match=r"parameters\.most"):
        make_judge("length", {"most": -1}, surroundings)
    with pytest.raises(Invalid, match="kind: There is no kind"):
        find_kind("astrology")


def test_an_epoch_changes_with_whatever_scores_rest_on(surroundings: Surroundings) -> None:
    said = {"prompt": "p", "model": "m", "parameters": {"a": 1}, "code": "c"}
    epochs = {to_epoch(**said | change) for change in ({"prompt": "q"}, {"model": "n"}, {"code": "d"})}
    epochs |= {to_epoch(**said), to_epoch(**said | {"parameters": {"a": 2}})}
    assert len(epochs) == 5
    assert make_judge("length", {}, surroundings).epoch != make_judge("length", {"most": 3}, surroundings).epoch


@pytest.mark.parametrize("kind", KINDS.values(), ids=str)
def test_every_kind_says_what_it_is(kind: type) -> None:
    assert KINDS[kind.name] is kind
    assert kind.title
    assert kind.summary.endswith(".")
    assert kind.parameters_type.model_json_schema()["type"] == "object"
