"""`ratchet gate` as a build runs it: a real server, a real application, and the exit code."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from conftest import Command
from ratchet.testing.server import Server
from ratchet.testing.target import Said, running_target


def test_a_release_that_answers_as_well_as_the_baseline_passes(gate: Command, baseline: str) -> None:
    done = gate("--dataset", "questions", "--target", "application:good", "--baseline", baseline)
    assert (done.returncode, done.stderr) == (0, "")
    assert "passed: similarity did not change" in done.stdout


def test_a_worse_release_fails_and_leaves_reports_that_name_its_items(
    gate: Command, baseline: str, tmp_path: Path
) -> None:
    done = gate(
        *("--dataset", "questions", "--target", "application:worse", "--baseline", baseline),
        *("--junit", "junit.xml", "--json", "report.json", "--markdown", "report.md"),
        GITHUB_STEP_SUMMARY=str(tmp_path / "summary.md"),
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert [line.split()[0] for line in done.stdout.splitlines()[1:4]] == ["q-1", "q-2", "q-3"]
    suite = ElementTree.parse(tmp_path / "junit.xml").getroot()
    failed = [case.attrib["name"] for case in suite if case.find("failure") is not None]
    assert failed == ["verdict", "q-1", "q-2", "q-3"]
    assert suite.attrib["failures"] == "4"
    assert json.loads((tmp_path / "report.json").read_text())["report"]["failed"] == 3
    assert "| q-1 | 1.000 | 0.000 |" in (tmp_path / "report.md").read_text()
    assert (tmp_path / "summary.md").read_text() == (tmp_path / "report.md").read_text()


def test_answers_that_fail_count_against_the_release(gate: Command, baseline: str) -> None:
    done = gate("--dataset", "questions", "--target", "application:broken", "--baseline", baseline)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "ConnectionError" in done.stdout


def test_a_question_that_the_noise_leaves_open_has_an_exit_code_of_its_own(gate: Command, baseline: str) -> None:
    done = gate(
        *("--dataset", "questions", "--target", "application:worse", "--baseline", baseline, "--exit-inconclusive"),
        *("--fail-at", "0.25"),
    )
    assert done.returncode == 3, done.stdout + done.stderr
    assert "open" in done.stdout


def test_an_address_is_asked_from_here_and_its_answer_found_where_it_is_said_to_be(
    gate: Command, baseline: str
) -> None:
    with running_target(lambda asked: Said({"said": [{"text": asked.body["ask"]}]})) as target:
        done = gate(
            *("--dataset", "questions", "--target", f"{target.url}/chat", "--baseline", baseline),
            *("--body", '{"ask": "{{query}}"}', "--answer-path", "$.said[0].text", "--header", "X-Build: 7"),
        )
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(target.asked) == 12
    assert {asked.headers["x-build"] for asked in target.asked} == {"7"}


def test_a_test_that_broke_off_goes_on_with_what_is_missing(gate: Command, server: Server, baseline: str) -> None:
    with server.client() as http:
        sent = {"dataset_name": "questions", "baseline_tag": baseline}
        run = http.post("/admin/regression/runs", json=sent).raise_for_status().json()["test_id"]
        answers = [{"item_id": f"q-{number}", "output": f"question {number}"} for number in range(5)]
        http.post(f"/admin/regression/runs/{run}/answers", json={"answers": answers}).raise_for_status()
    with running_target(lambda asked: Said(asked.body["query"])) as target:
        done = gate("--dataset", "questions", "--target", target.url, "--resume", run)
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(target.asked) == 12 - 5


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--dataset", "nowhere"], "nowhere"),
        (["--dataset", "nothing", "--target", "application:good"], "no items"),
        (["--dataset", "questions", "--target", "no-such-target"], "no-such-target"),
        (["--dataset", "questions", "--target", "application:missing"], "missing"),
        (["--dataset", "questions", "--target", "application:good", "--baseline", "v9"], "v9"),
        (["--dataset", "questions", "--target", "http://127.0.0.1:1", "--body", "{"], "--body"),
        (["--dataset", "questions", "--target", "http://127.0.0.1:1", "--answer-path", "$["], "JSONPath"),
        (["--dataset", "questions", "--local"], "--data"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_gate_that_cannot_run_says_why_in_a_line_and_exits_with_2(
    gate: Command, arguments: list[str], complaint: str
) -> None:
    done = gate(*arguments)
    assert done.returncode == 2, done.stdout + done.stderr
    assert complaint in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_without_a_server_or_with_a_wrong_key_a_gate_could_not_run(gate: Command) -> None:
    for settings in ({"RATCHET_URL": "http://127.0.0.1:1"}, {"RATCHET_SECRET_KEY": "sk-lf-wrong"}):
        done = gate("--dataset", "questions", "--target", "application:good", **settings)
        assert done.returncode == 2, done.stdout + done.stderr
        assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.slow
def test_a_build_without_a_server_starts_one_and_keeps_its_baselines(gate: Command, tmp_path: Path) -> None:
    lines = (json.dumps({"id": f"q-{n}", "input": f"ask {n}", "expected_output": f"ask {n}"}) for n in range(10))
    (tmp_path / "items.jsonl").write_text("\n".join(lines))
    local = ("--local", "--data-dir", "kept", "--dataset", "asked", "--target")
    first = gate(*local, "application:good", "--data", "items.jsonl", "--save-baseline", "v1")
    assert first.returncode == 0, first.stdout + first.stderr
    assert gate(*local, "application:good", "--baseline", "v1").returncode == 0
    assert gate(*local, "application:worse", "--baseline", "v1").returncode == 1
