"""Judges in Python: functions, found by decorator, by module and by entry point."""

import asyncio
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import ratchet
from ratchet.domain.judge import FailureReason, JudgeFailure, NotApplicable, Outcome, Verdict
from ratchet.errors import Conflict, Invalid
from ratchet.judges.asking import ask_one
from ratchet.judges.kinds import make_judge
from ratchet.judges.kinds.kind import Surroundings
from ratchet.judges.plugins import GROUP, load_plugins
from ratchet.judges.subject import Subject
from ratchet.sdk import judging
from ratchet.settings import read_settings


@pytest.fixture(autouse=True)
def nothing_registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "_REGISTERED", {})


@pytest.fixture
def ask(alone: Surroundings) -> Any:
    def ask(function: str, **parameters: Any) -> Outcome:
        kind = make_judge("python", {"function": function, **parameters}, alone)
        return ask_one(kind, Subject(project_id="project", output="It costs $5."))

    return ask


def test_a_decorated_function_judges_and_stays_callable(ask: Any) -> None:
    @ratchet.judge
    def mentions_price(subject: ratchet.Subject) -> bool:
        return "$" in subject.answer

    assert ask("mentions_price") == Verdict(value=True)
    assert mentions_price(Subject(project_id="project", output="It is free.")) is False


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        (0.5, Verdict(value=0.5)),
        (1, Verdict(value=1.0)),
        ("polite", Verdict(value="polite")),
        (Verdict(value=1.0, reasoning="so"), Verdict(value=1.0, reasoning="so")),
        ([Verdict(name="a", value=True), Verdict(name="b", value=False)],) * 2,
        (None, NotApplicable("The function says that there is nothing to judge.")),
        (NotApplicable("No."), NotApplicable("No.")),
    ],
)
def test_what_a_function_may_answer(ask: Any, said: Any, outcome: Any) -> None:
    ratchet.judge(name="says")(lambda subject: said)
    assert ask("says") == (tuple(outcome) if isinstance(outcome, list) else outcome)


@pytest.mark.parametrize("said", [float("nan"), object(), {"value": 1}, []])
def test_what_no_judge_answers_is_a_failure(ask: Any, said: Any) -> None:
    ratchet.judge(name="says")(lambda subject: said)
    failure = ask("says")
    assert isinstance(failure, JudgeFailure)
    assert failure.reason is FailureReason.ERROR
    assert "a judge answers with" in failure.detail


def test_what_a_function_raises_is_a_failure(ask: Any) -> None:
    @ratchet.judge
    def fails(subject: ratchet.Subject) -> float:
        return 1 / 0

    assert ask("fails") == JudgeFailure(reason=FailureReason.ERROR, detail="ZeroDivisionError: division by zero")


def test_an_async_function_and_arguments_by_name(ask: Any) -> None:
    @ratchet.judge
    async def contains(subject: ratchet.Subject, *, word: str) -> bool:
        await asyncio.sleep(0)
        return word in subject.answer

    assert ask("contains", arguments={"word": "$5"}) == Verdict(value=True)


def test_a_function_that_hangs_holds_up_nobody(ask: Any) -> None:
    never = threading.Event()
    ratchet.judge(name="hangs")(lambda subject: never.wait())
    ratchet.judge(name="quick")(lambda subject: 1)
    failure = ask("hangs", timeout_s=0.05)
    assert isinstance(failure, JudgeFailure)
    assert failure.reason is FailureReason.TIMEOUT
    assert ask("quick") == Verdict(value=1.0)
    never.set()


def test_two_functions_of_one_name_are_refused() -> None:
    ratchet.judge(name="tone")(test_what_a_function_may_answer)
    ratchet.judge(name="tone")(test_what_a_function_may_answer)
    with pytest.raises(Conflict, match="Two functions want to be the judge 'tone'"):
        ratchet.judge(name="tone")(test_a_function_that_hangs_holds_up_nobody)


def test_a_function_that_nobody_registered_is_refused(alone: Surroundings) -> None:
    ratchet.judge(name="known")(lambda subject: 1)
    with pytest.raises(Invalid, match=r"parameters\.function.*Registered are: known"):
        make_judge("python", {"function": "unknown"}, alone)


@pytest.fixture
def plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    path = tmp_path / "house_judges.py"
    path.write_text("import ratchet\n\n@ratchet.judge\ndef short(subject):\n    return len(subject.answer) < 20\n")
    yield path
    sys.modules.pop("house_judges", None)


def test_a_module_is_named_by_a_setting(plugin: Path, monkeypatch: pytest.MonkeyPatch, ask: Any) -> None:
    monkeypatch.setenv("RATCHET_JUDGES", "house_judges, ")
    load_plugins(read_settings().judges)
    assert ask("short") == Verdict(value=True)


def test_another_code_is_another_epoch(plugin: Path, alone: Surroundings) -> None:
    load_plugins(["house_judges"])
    first = make_judge("python", {"function": "short"}, alone).epoch
    assert make_judge("python", {"function": "short"}, alone).epoch == first
    judging._REGISTERED.clear()
    sys.modules.pop("house_judges")
    plugin.with_name("other_judges.py").write_text(plugin.read_text().replace("20", "30"))
    load_plugins(["other_judges"])
    sys.modules.pop("other_judges")
    assert make_judge("python", {"function": "short"}, alone).epoch != first


def test_a_named_module_that_cannot_be_imported_is_an_error() -> None:
    with pytest.raises(Invalid, match="RATCHET_JUDGES names 'no_such_module'"):
        load_plugins(["no_such_module"])


def test_entry_points_bring_judges_and_a_broken_one_only_itself(
    plugin: Path, monkeypatch: pytest.MonkeyPatch, ask: Any, caplog: pytest.LogCaptureFixture
) -> None:
    site = plugin.with_name("house-1.0.dist-info")
    site.mkdir()
    (site / "METADATA").write_text("Metadata-Version: 2.1\nName: house\nVersion: 1.0\n")
    (site / "entry_points.txt").write_text(
        f"[{GROUP}]\nbroken = no_such_module:judge\nbrief = house_judges:short\nall = house_judges\n"
    )
    load_plugins()
    assert ask("brief") == ask("short") == Verdict(value=True)
    assert "no_such_module:judge cannot be loaded" in caplog.text
