"""Good answers become examples in the prompt, and answers to other questions get better."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

from ratchet.cli.demo.release import Answered
from ratchet.cli.demo.stage import DRAWN, EXAMPLES, GOOD, TAUGHT, Stage, wait_until
from ratchet.cli.demo.step import Claim, Step
from ratchet.cli.demo.steps.saving import TAG, run_test
from ratchet.cli.demo.visits import Question, read_questions
from ratchet.text.overlap import token_f1

_ROUNDS = 3
_AT_ONCE = 4


def play(stage: Stage) -> None:
    """Ask a release with examples what the baseline was asked, then let readers of another get them by lot."""
    _hold_out(stage, 0.0)
    stage.tests[TAUGHT] = run_test(stage, TAUGHT, baseline_tag=TAG)
    _hold_out(stage, 0.5)
    release = stage.releases[DRAWN]
    release.wait_until_ready()
    questions = read_questions()[::2] * _ROUNDS

    def ask(question: Question) -> Answered:
        return release.ask(question.twin_id, question.query)

    stage.drawing_since = datetime.now(UTC)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        stage.drawn = list(pool.map(ask, questions))
    stage.client.post("/api/public/scores", list(map(_to_score, stage.drawn, questions)))
    wait_until(lambda: _is_told(stage), "the answers with examples are stored and scored")


def check(stage: Stage) -> Iterator[Claim]:
    """The mean is higher than the baseline's, and the lot says what examples do."""
    test_id = stage.tests[TAUGHT]["test_id"]
    (score, *_) = stage.client.get(f"/admin/regression/test/{test_id}")["report"]["scores"]
    before, after = score["baseline_mean"], score["new_mean"]
    yield Claim(
        f"With three examples from {EXAMPLES}, release {TAUGHT} scores {after:.3f} where {GOOD} scored {before:.3f}: "
        f"{(after - before) / before:+.1%}",
        after > before,
    )
    told = _read_usage(stage)
    uplift = told["uplift"]
    yield Claim(
        f"Of {told['traces']} answers that asked for examples, {told['held_out']} got none, by lot",
        told["traces"] / 4 < told["held_out"] < told["traces"],
    )
    yield Claim(f"Uplift of their quality: {_write(uplift)}", uplift["value"] is not None)


def _hold_out(stage: Stage, share: float) -> None:
    """Set of how many answers examples are kept; an application reads it with its first examples."""
    stage.client.request("PUT", "/admin/few-shot/settings", json={"holdout_share": share})


def _is_told(stage: Stage) -> bool:
    told = _read_usage(stage)
    return told["traces"] >= len(stage.drawn) and told["uplift"]["value"] is not None


def _read_usage(stage: Stage) -> Any:
    """Of the lot alone: the answers of the test all had examples."""
    return stage.client.get("/admin/few-shot/usage", {"from": stage.drawing_since.isoformat()})


def _write(estimate: dict[str, Any]) -> str:
    if estimate["value"] is None:
        return "too few answers to say"
    is_sure = estimate["low"] > 0 or estimate["high"] < 0
    interval = f"{estimate['low']:+.3f} to {estimate['high']:+.3f}"
    return f"{estimate['value']:+.3f} ({interval}{'' if is_sure else '; so few leave it open'})"


def _to_score(answered: Answered, question: Question) -> dict[str, Any]:
    """What an editor thinks who knows a good answer: the words that both have."""
    value = token_f1(answered.answer, question.answer).f1
    return {"traceId": answered.trace_id, "name": "editor", "value": value, "dataType": "NUMERIC"}


STEP = Step("Few-shot examples raise the score", play, check, "/few-shot")
