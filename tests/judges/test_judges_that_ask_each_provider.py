"""Judges ask Anthropic's and Google's models as they do OpenAI's: the same scores, the same failures."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest

from ratchet.auth.keys import ensure_project
from ratchet.domain.judge import FailureReason, JudgeFailure, Outcome, Verdict
from ratchet.domain.llm_connection import Adapter, LlmConnection
from ratchet.judges.asking import ask_one
from ratchet.judges.kinds import make_judge
from ratchet.judges.kinds.kind import Surroundings
from ratchet.judges.subject import Subject
from ratchet.llm.sealing import seal
from ratchet.server.stores import Stores
from ratchet.store.records.llm_connections import write_connection
from ratchet.testing import anthropic, google
from ratchet.testing.scripted import Answer, Garbage, Model, Refusal, Reply, ToolCall

SECRET = "a secret that is long enough"
KEY = "sk-not-to-be-seen"
SUBJECT = Subject(project_id="", input="What do refunds cost?", output="They cost nothing.")
GOOD = Reply(tool_calls=[ToolCall("final_result", {"reasoning": "It does.", "quotes": ["nothing"], "grade": 4})])
SOON = {"retry-after-ms": "1"}

Asked = tuple[Outcome, Model]
Ask = Callable[..., Asked]
RUNNING: dict[Adapter, tuple[Callable[..., AbstractContextManager[Model]], str]] = {
    Adapter.ANTHROPIC: (anthropic.running_model, "claude-haiku-4-5"),
    Adapter.GOOGLE: (google.running_model, "gemini-2.5-flash"),
}


@pytest.fixture(params=RUNNING)
def ask(request: pytest.FixtureRequest, stores: Stores, project: str) -> Iterator[Ask]:
    """Asks how relevant an answer is, of a model that answers as it is told to."""
    ensure_project(stores.records, project, "A test's project")
    running, name = RUNNING[request.param]

    @contextmanager
    def connected(*answers: Answer) -> Iterator[Model]:
        now = datetime.now(UTC)
        with running(*answers) as model:
            connection = LlmConnection(
                project_id=project,
                id="connection",
                provider="test",
                adapter=request.param,
                base_url=model.url,
                sealed_key=seal(SECRET, KEY),
                default_model=name,
                created_at=now,
                updated_at=now,
            )
            write_connection(stores.records, connection)
            yield model

    def ask_for(*answers: Answer, **parameters: Any) -> Asked:
        with connected(*answers) as model:
            judge = make_judge("answer_relevance", parameters, Surroundings(project, stores.records, SECRET))
            return ask_one(judge, SUBJECT), model

    return ask_for


def test_a_judgement_becomes_a_score_with_its_reasons_and_its_cost(ask: Ask) -> None:
    verdict, model = ask(GOOD)
    assert isinstance(verdict, Verdict)
    assert (verdict.value, verdict.label, verdict.evidence) == (0.75, "4 of 5", ("nothing",))
    assert verdict.cost_usd > 0
    assert "They cost nothing." in str(model.calls[0].body)
    assert KEY in str(model.calls[0].headers)


@pytest.mark.parametrize(
    ("answers", "reason", "calls"),
    [
        pytest.param([Refusal(401, "Bad key")], FailureReason.UNAUTHORIZED, 1, id="bad key"),
        pytest.param([Refusal(404, "No such model")], FailureReason.NOT_CONFIGURED, 1, id="unknown model"),
        pytest.param([Refusal(429, "Slow down", headers=SOON)] * 3, FailureReason.RATE_LIMITED, 3, id="too fast"),
        pytest.param([Refusal(500, "Oops", headers=SOON)] * 3, FailureReason.UNAVAILABLE, 3, id="broken"),
        pytest.param([Reply(refusal="I will not.")], FailureReason.REFUSED, 1, id="refusal"),
        pytest.param([Reply("Five stars!")] * 2, FailureReason.MALFORMED, 2, id="text"),
        pytest.param([Garbage()], FailureReason.MALFORMED, 1, id="no message"),
    ],
)
def test_what_is_no_judgement_is_a_failure_with_its_reason(
    ask: Ask, answers: list[Answer], reason: FailureReason, calls: int
) -> None:
    failure, model = ask(*answers)
    assert isinstance(failure, JudgeFailure)
    assert (failure.reason, len(model.calls)) == (reason, calls)
    assert KEY not in failure.detail


def test_a_model_that_is_too_slow_is_not_waited_for(ask: Ask) -> None:
    failure, model = ask(Reply("Yes", delay_s=1.0), GOOD, timeout_s=0.3)
    assert isinstance(failure, JudgeFailure)
    assert (failure.reason, len(model.calls)) == (FailureReason.TIMEOUT, 1)


def test_what_goes_better_at_the_second_time_is_a_score(ask: Ask) -> None:
    verdict, model = ask(Refusal(500, "Oops", headers=SOON), GOOD)
    assert isinstance(verdict, Verdict)
    assert len(model.calls) == 2
