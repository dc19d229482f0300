"""Similarity by meaning: with a local model, and where there is none."""

import pytest

from ratchet.domain.judge import FailureReason, JudgeFailure, NotApplicable, Verdict
from ratchet.judges.asking import ask_one
from ratchet.judges.kinds import make_judge
from ratchet.judges.kinds.kind import Surroundings
from ratchet.judges.subject import Subject
from ratchet.text import embeddings

CAT = Subject(project_id="project", output="A cat sat on the mat.", expected_output="A feline rested on the rug.")
STOCKS = Subject(project_id="project", output="Stocks fell on Monday.", expected_output="A feline rested on the rug.")


@pytest.mark.skipif(not embeddings.is_installed(), reason="ratchet[local-embeddings] is not installed")
def test_the_same_said_in_other_words_is_near(alone: Surroundings) -> None:
    kind = make_judge("embedding_similarity", {}, alone)
    near, far = ask_one(kind, CAT), ask_one(kind, STOCKS)
    assert isinstance(near, Verdict)
    assert isinstance(far, Verdict)
    assert float(near.value) > 0.5 > 0.2 > float(far.value)


def test_without_a_model_there_is_a_failure_that_says_what_to_install(
    alone: Surroundings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embeddings, "PACKAGE", "no_such_package")
    failure = ask_one(make_judge("embedding_similarity", {}, alone), CAT)
    assert isinstance(failure, JudgeFailure)
    assert failure.reason is FailureReason.NOT_CONFIGURED
    assert "ratchet[local-embeddings]" in failure.detail


def test_without_a_reference_there_is_nothing_to_judge(alone: Surroundings) -> None:
    kind = make_judge("embedding_similarity", {}, alone)
    assert isinstance(ask_one(kind, Subject(project_id="project", output="A cat.")), NotApplicable)
