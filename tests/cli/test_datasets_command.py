import csv
import json
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import httpx2
import pytest
from typer.testing import CliRunner, Result

from ratchet.cli import app
from ratchet.testing.otlp import PROTOBUF, new_trace_id, otlp_request, otlp_span
from ratchet.testing.server import Server

Run = Callable[..., Result]


@pytest.fixture
def run(server: Server) -> Run:
    """Runs `ratchet datasets` against a running server, on a screen that is wide."""
    environment = {
        "RATCHET_URL": server.url,
        "RATCHET_PUBLIC_KEY": server.public_key,
        "RATCHET_SECRET_KEY": server.secret_key,
        "COLUMNS": "200",
    }
    return lambda *arguments, **more: CliRunner().invoke(app, ["datasets", *arguments], env=environment, **more)


@pytest.fixture
def name(run: Run) -> str:
    """The name of a dataset with nothing in it."""
    name = f"folder/set {uuid4().hex[:8]}"
    assert run("create", name, "--description", "for [tests]").exit_code == 0
    return name


def write_jsonl(path: Path, *rows: object) -> str:
    path.write_text("\n".join(map(json.dumps, rows)))
    return str(path)


def test_a_dataset_is_made_listed_and_shown(run: Run, name: str, tmp_path: Path) -> None:
    file = write_jsonl(tmp_path / "items.jsonl", {"id": "an [item]", "input": "how?", "score": 0.5})
    run("import", name, file)
    listed, shown = run("list"), run("show", name)
    assert (listed.exit_code, shown.exit_code) == (0, 0)
    [line] = [line for line in listed.output.splitlines() if line.startswith(name)]
    assert "0.500" in line
    assert "for [tests]" in line
    assert "an [item]" in shown.output
    assert "how?" in shown.output


def test_a_name_that_is_taken_fails_and_says_so(run: Run, name: str) -> None:
    result = run("create", name)
    assert result.exit_code == 1
    assert name in result.output
    assert "Traceback" not in result.output


def test_a_schema_is_read_from_a_file_and_holds(run: Run, tmp_path: Path) -> None:
    name = f"set-{uuid4().hex[:8]}"
    schema = write_jsonl(tmp_path / "schema.json", {"type": "string"})
    assert run("create", name, "--input-schema", schema).exit_code == 0
    result = run("import", name, write_jsonl(tmp_path / "items.jsonl", {"input": 1}))
    assert result.exit_code == 1
    assert "input" in result.output


@pytest.mark.parametrize(("content", "says"), [("{", "no JSON"), (None, "cannot be read")])
def test_a_schema_that_cannot_be_read_is_told(run: Run, tmp_path: Path, content: str | None, says: str) -> None:
    if content is not None:
        (tmp_path / "schema.json").write_text(content)
    result = run("create", "never-made", "--input-schema", str(tmp_path / "schema.json"))
    assert result.exit_code == 1
    assert says in result.output


def test_a_dataset_is_renamed_archived_and_restored(run: Run, name: str) -> None:
    assert "is called" in run("rename", name, f"{name} 2").output
    assert "is archived" in run("archive", f"{name} 2").output
    assert f"{name} 2" not in run("list").output
    assert f"{name} 2" in run("list", "--archived").output
    assert "is back" in run("restore", f"{name} 2").output
    assert f"{name} 2" in run("list").output


def test_a_dataset_is_deleted_when_somebody_says_yes(run: Run, name: str) -> None:
    asked = run("delete", name, input="n\n")
    assert asked.exit_code == 1
    assert "0 items" in asked.output
    assert run("show", name).exit_code == 0
    assert "is deleted" in run("delete", name, input="y\n").output
    assert run("show", name).exit_code == 1


def test_a_dataset_with_runs_is_archived_unless_forced(run: Run, name: str, http: httpx2.Client) -> None:
    item = http.post("/api/public/dataset-items", json={"datasetName": name, "input": "a"}).json()
    link = {"runName": "a run", "datasetItemId": item["id"], "traceId": new_trace_id().hex()}
    assert http.post("/api/public/dataset-run-items", json=link).status_code == 200
    assert "1 runs" in run("delete", name, "--yes").output
    assert name in run("list", "--archived").output
    assert "is deleted" in run("delete", name, "--yes", "--force").output


def test_a_file_with_columns_of_other_names_is_imported_into_a_new_dataset(run: Run, tmp_path: Path) -> None:
    name = f"set-{uuid4().hex[:8]}"
    with (tmp_path / "items.csv").open("w", newline="") as file:
        csv.writer(file).writerows([["nr", "question", "context", "answer"], ["1", "why?", "there", "because"]])
    told = ("--id", "nr", "--input", "question", "--input", "context", "--expected-output", "answer")
    result = run("import", name, str(tmp_path / "items.csv"), "--create", *told)
    assert result.exit_code == 0, result.output
    assert "1 of 1 rows are stored" in result.output
    assert '"context": "there"' in run("show", name).output
    assert run("import", name, str(tmp_path / "items.csv"), "--create", *told).exit_code == 0


def test_rejected_rows_are_told_by_line_and_the_exit_code_is_1(run: Run, name: str, tmp_path: Path) -> None:
    file = write_jsonl(tmp_path / "items.jsonl", {"input": "a"}, ["no object"], {"output": "[b]"})
    result = run("import", name, file)
    assert result.exit_code == 1
    assert "1 of 3 rows are stored" in result.output
    assert "2 rows are rejected" in result.output
    lines = [line.split()[0] for line in result.output.splitlines() if "JSON object" in line or "'output'" in line]
    assert lines == ["2", "3"]


def test_many_rejected_rows_are_counted_and_some_shown(run: Run, name: str, tmp_path: Path) -> None:
    result = run("import", name, write_jsonl(tmp_path / "items.jsonl", *[[]] * 1234), "--format", "jsonl")
    assert "1,234 rows are rejected" in result.output
    assert "and 1,184 more" in result.output


@pytest.mark.parametrize("option", ["--strict", "--check"])
def test_nothing_is_stored_where_somebody_wants_all_or_only_to_look(
    run: Run, name: str, tmp_path: Path, option: str
) -> None:
    result = run("import", name, write_jsonl(tmp_path / "items.jsonl", {"input": "a"}, []), option)
    assert result.exit_code == 1
    assert "1 rows are rejected" in result.output
    assert ["Items", "0"] in [line.split() for line in run("show", name).output.splitlines()]


def test_a_dataset_in_the_archive_takes_no_file(run: Run, name: str, tmp_path: Path) -> None:
    run("archive", name)
    result = run("import", name, write_jsonl(tmp_path / "items.jsonl", {"input": "a"}))
    assert result.exit_code == 1
    assert "is archived" in result.output
    assert "0 rows were accepted before" in result.output


def test_a_file_that_is_not_there_is_told(run: Run, name: str, tmp_path: Path) -> None:
    result = run("import", name, str(tmp_path / "nowhere.jsonl"))
    assert result.exit_code == 1
    assert "cannot be read" in result.output


def test_a_dataset_that_is_not_there_is_told_for_every_command(run: Run, tmp_path: Path) -> None:
    file = write_jsonl(tmp_path / "items.jsonl", {"input": "a"})
    for arguments in (
        ("show", "nowhere"),
        ("rename", "nowhere", "x"),
        ("archive", "nowhere"),
        ("delete", "nowhere", "--yes"),
        ("import", "nowhere", file),
        ("add-traces", "nowhere", "t"),
    ):
        result = run(*arguments)
        assert result.exit_code == 1
        assert "'nowhere'" in result.output


def test_traces_are_added_by_id_and_by_search(run: Run, name: str, http: httpx2.Client) -> None:
    trace_ids = [new_trace_id() for _ in range(2)]
    said = {"langfuse.trace.name": name, "langfuse.observation.input": "how?"}
    spans = [otlp_span(trace_id=trace_id, attributes=said) for trace_id in trace_ids]
    http.post(
        "/v1/traces",
        content=otlp_request(*spans).SerializeToString(),
        headers={"Content-Type": PROTOBUF},
    ).raise_for_status()
    by_id = run("add-traces", name, trace_ids[0].hex(), "nowhere")
    assert by_id.exit_code == 1
    assert "1 traces are items" in by_id.output
    assert "no such trace" in by_id.output
    found = run("add-traces", name, "--trace-name", name)
    assert found.exit_code == 0, found.output
    assert "2 traces are items" in found.output
    assert run("show", name).output.count("how?") == 2


def test_no_server_at_the_address_is_told() -> None:
    result = CliRunner().invoke(app, ["datasets", "list"], env={"RATCHET_URL": "http://127.0.0.1:9"})
    assert result.exit_code == 1
    assert "No server answers" in result.output
