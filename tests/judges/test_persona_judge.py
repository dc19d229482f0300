"""The persona judge: checks alone, with a model, and the personas it finds."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest

from ratchet.auth.keys import ensure_project
from ratchet.domain.judge import FailureReason, Judge, JudgeFailure, NotApplicable, Verdict
from ratchet.domain.llm_connection import Adapter, LlmConnection
from ratchet.domain.score import Score
from ratchet.domain.span import SpanType
from ratchet.domain.value import decode_value, encode_value
from ratchet.errors import Invalid
from ratchet.judges.asking import ask_one
from ratchet.judges.kinds import make_judge
from ratchet.judges.kinds.kind import Surroundings
from ratchet.judges.subject import Subject
from ratchet.llm.sealing import seal
from ratchet.prompts.schemas import parse_prompt
from ratchet.prompts.versions import create_version
from ratchet.server.stores import Stores
from ratchet.store.records.llm_connections import write_connection
from ratchet.testing.openai import Answer, Model, Refusal, Reply, ToolCall, running_model

SECRET = "a secret that is long enough"
PERSONA = "Answer in at most 6 words. Never say “policy”. Be warm. Never promise refunds."
OVERALL, STRUCTURE, VOICE = "persona_overall", "persona_structure_policy", "persona_voice_fidelity"


@pytest.fixture
def here(stores: Stores, project: str) -> Surroundings:
    ensure_project(stores.records, project, "A test's project")
    return Surroundings(project, stores.records, SECRET)


@pytest.fixture
def answering(here: Surroundings) -> Callable[..., Any]:
    """A connection to a model that gives these answers."""

    @contextmanager
    def connect(*answers: Answer) -> Iterator[Model]:
        with running_model(*answers) as model:
            now = datetime.now(UTC)
            connection = LlmConnection(
                project_id=here.project_id,
                id="connection",
                provider="test",
                adapter=Adapter.OPENAI,
                base_url=model.url,
                sealed_key=seal(SECRET, "sk-test"),
                default_model="gpt-4o-mini",
                created_at=now,
                updated_at=now,
            )
            write_connection(here.records, connection)
            yield model

    return connect


def judgement(clause: int, aspect: str, standing: str, quote: str = "") -> dict[str, Any]:
    return {"clause": clause, "aspect": aspect, "standing": standing, "reason": "so it is", "quote": quote}


def judged(*judgements: dict[str, Any]) -> Reply:
    return Reply(tool_calls=[ToolCall("final_result", {"judgements": list(judgements)})])


def ask(here: Surroundings, subject: Subject | str, **parameters: Any) -> Any:
    if isinstance(subject, str):
        subject = Subject(project_id=here.project_id, input="May I return it?", output=subject)
    return ask_one(make_judge("persona", parameters, here), subject)


def by_name(verdicts: tuple[Verdict, ...]) -> dict[str, Any]:
    return {verdict.name: verdict.value for verdict in verdicts}


def test_without_a_model_checks_count_alone_and_the_rest_is_said_to_be_unjudged(here: Surroundings) -> None:
    verdicts = ask(here, "Sorry, our policy forbids that.", persona=PERSONA)
    assert by_name(verdicts) == {OVERALL: 0.5, STRUCTURE: 0.5}
    overall = verdicts[0]
    assert "Broken: “Never say “policy”.” It says “policy”." in overall.reasoning
    assert "2 clauses are unjudged: No language model is configured." in overall.reasoning
    assert overall.evidence == ("Sorry, our policy forbids that.",)
    assert overall.metadata["broken"] == ["Never say “policy”."]
    assert overall.metadata["unjudged"] == 2


def test_a_persona_of_which_nothing_can_be_checked_has_no_score_without_a_model(here: Surroundings) -> None:
    outcome = ask(here, "Hello", persona="Be warm. Never promise refunds.")
    assert isinstance(outcome, NotApplicable)
    assert "No language model is configured" in outcome.reason


def test_a_model_judges_what_cannot_be_checked(here: Surroundings, answering: Callable[..., Any]) -> None:
    said = judged(judgement(1, "voice", "partly"), judgement(2, "policy", "broken", "refund you"))
    with answering(said) as model:
        verdicts = ask(here, "Sure, we refund you.", persona=PERSONA)
    assert by_name(verdicts) == {OVERALL: pytest.approx((2 / 3 + 0.5) / 2), STRUCTURE: 2 / 3, VOICE: 0.5}
    assert "Broken: “Never promise refunds.” so it is" in verdicts[0].reasoning
    assert "Never promise refunds." not in verdicts[2].reasoning
    assert verdicts[0].evidence == ("refund you",)
    asked = model.calls[0].messages[-1]["content"]
    assert "1. Be warm.\n2. Never promise refunds." in asked
    assert "at most 6 words" not in asked
    assert [verdict.cost_usd > 0 for verdict in verdicts] == [True, False, False]


def test_what_the_model_leaves_out_does_not_apply(here: Surroundings, answering: Callable[..., Any]) -> None:
    with answering(judged()):
        assert by_name(ask(here, "Hello", persona=PERSONA)) == {OVERALL: 1.0, STRUCTURE: 1.0}


def test_the_aspect_that_a_definition_says_holds(here: Surroundings, answering: Callable[..., Any]) -> None:
    with answering(judged(judgement(1, "policy", "kept"))):
        said = ask(here, "Hello", clauses=[{"text": "Never curt", "aspect": "voice"}])
    assert by_name(said) == {OVERALL: 1.0, VOICE: 1.0}


def test_a_model_that_fails_is_a_failure_and_no_score_of_checks_alone(
    here: Surroundings, answering: Callable[..., Any]
) -> None:
    with answering(Refusal(400, "No")):
        failure = ask(here, "Hello", persona=PERSONA)
    assert isinstance(failure, JudgeFailure)
    named = ask(here, "Hello", persona=PERSONA, connection="nowhere")
    assert named.reason is FailureReason.NOT_CONFIGURED


def test_a_model_is_not_asked_where_it_shall_not_be_or_nothing_is_open(
    here: Surroundings, answering: Callable[..., Any]
) -> None:
    with answering() as model:
        assert by_name(ask(here, "Hello", persona=PERSONA, ask_model=False))[OVERALL] == 1.0
        assert by_name(ask(here, "Hello", persona="At most 6 words.")) == {OVERALL: 1.0, STRUCTURE: 1.0}
    assert not model.calls


def test_the_persona_of_a_trace_is_its_system_prompt(here: Surroundings) -> None:
    messages = [{"role": "system", "content": "No emojis. Be brief."}, {"role": "user", "content": "Hi"}]
    trace = Subject(project_id="", input={"messages": messages}, output={"role": "assistant", "content": "Hi 🎉"})
    assert by_name(ask(here, trace))[OVERALL] == 0.0
    both = ask(here, trace, clauses=["At most 6 words."], system_prompt=True)
    assert by_name(both)[OVERALL] == 0.5
    assert isinstance(ask(here, Subject(project_id="", input="Hi", output="Hi")), NotApplicable)


def test_the_persona_of_a_managed_prompt_is_the_version_of_its_label(here: Surroundings) -> None:
    for content, labels in (("No emojis.", ["production"]), ("At most 1 word.", ["staging"])):
        sent = parse_prompt({"name": "ada", "prompt": content, "labels": labels})
        create_version(here.records, here.project_id, sent)
    assert by_name(ask(here, "Hi 🎉", prompt={"name": "ada"}))[OVERALL] == 0.0
    assert by_name(ask(here, "Hi 🎉!", prompt={"name": "ada", "label": "staging"}))[OVERALL] == 0.0
    with pytest.raises(Invalid, match=r"parameters\.prompt"):
        ask(here, "Hi", prompt={"name": "nobody"})


def test_scores_rest_on_the_persona_and_on_whether_a_model_judges(
    here: Surroundings, answering: Callable[..., Any]
) -> None:
    def epoch(**parameters: Any) -> str:
        return make_judge("persona", parameters, here).epoch

    alone = epoch(persona=PERSONA)
    assert alone == epoch(persona=PERSONA)
    assert alone != epoch(persona="Be warm.")
    with answering():
        assert alone != epoch(persona=PERSONA)


@pytest.mark.parametrize(
    ("parameters", "field"),
    [
        ({"clauses": [{"text": "x", "checks": [{"kind": "length"}]}]}, "least"),
        ({"clauses": [{"text": "x", "checks": [{"kind": "magic"}]}]}, "kind"),
        ({"clauses": [{"text": "x", "aspect": "mood"}]}, "aspect"),
        ({"clauses": [""]}, "clauses"),
        ({"system_prompt": False}, "persona"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_persona_that_cannot_be_used_is_refused(here: Surroundings, parameters: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid, match=field):
        make_judge("persona", parameters, here)


def test_a_trace_that_arrives_gets_each_persona_score_once(
    judge: Callable[..., Judge],
    send: Callable[..., list[str]],
    look: Callable[[], int],
    scores_of: Callable[..., dict[str, list[Score]]],
) -> None:
    judge("ada", kind="persona", parameters={"clauses": ["At most 3 words.", "No emojis."]})
    [trace] = send("one two three four")
    look()
    look()
    scores = {score.name: score for score in scores_of([trace])[trace]}
    assert {name: score.value for name, score in scores.items()} == {OVERALL: 0.5, STRUCTURE: 0.5}
    assert decode_value(scores[OVERALL].metadata["broken"]) == ["At most 3 words."]
    assert scores[OVERALL].metadata["judge"] == "ada"


def test_the_system_prompt_of_a_generation_counts_where_the_trace_s_own_input_is_no_chat(
    judge: Callable[..., Judge],
    send: Callable[..., list[str]],
    look: Callable[[], int],
    scores_of: Callable[..., dict[str, list[Score]]],
) -> None:
    judge("ada", kind="persona")
    [trace] = send("one two three four", input="May I?")
    chat = encode_value([{"role": "system", "content": "At most 3 words."}, {"role": "user", "content": "May I?"}])
    send("one", trace_id=trace, root_rank=0, parent_span_id="x", type=SpanType.GENERATION.value, input=chat)
    look()
    assert {score.name: score.value for score in scores_of([trace])[trace]} == {OVERALL: 0.0, STRUCTURE: 0.0}
