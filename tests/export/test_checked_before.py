"""What is looked at before items are written: duplicates, leaks, contamination, personal data, groups, pairs."""

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient
from writing_exports import Exporter

from conftest import Export, Fill, make_items, path_of
from ratchet.datasets import held_out
from ratchet.domain.export import ExportFormat, Group
from ratchet.export.openai_rules import find_fault
from ratchet.testing.otlp import PROTOBUF, otlp_request, otlp_span

LONG = " ".join(f"word{n}" for n in range(120))


def test_near_duplicates_and_leaks_are_counted_and_dropped_when_asked(fill: Fill, export: Export) -> None:
    twins = [
        {
            "input": f"How do I return my order number {n}?",
            "expected_output": f"{LONG * 3} {'Thanks' if n else 'Thank you'}!",
        }
        for n in range(6)
    ]
    name = fill(make_items(20) + twins)
    seen = export(name, dry_run=True, seed=3).json()["report"]
    assert seen["near_duplicates"] == 5
    dropped = export(name, dry_run=True, drop_duplicates=True, seed=3).json()
    assert dropped["total_items"] == 21
    assert dropped["report"]["leaked"] == 0
    assert dropped["report"]["left_out"][0]["count"] == 5


def test_items_of_one_session_stay_on_one_side_and_types_are_split_each_by_itself(exporter: Exporter) -> None:
    values = [(f"q{n}", f"a{n}", {"session_id": f"s{n // 4}", "query_type": "ab"[n % 10 == 0]}) for n in range(100)]
    dataset, _ = exporter.keep(values)
    _, files = exporter.export(dataset, ExportFormat.JSONL, keep_together=Group.SESSION)
    train, validation = ({_metadata(line)["session_id"] for line in _lines(path)} for path in files)
    assert not train & validation
    assert len(train) == 20
    _, files = exporter.export(dataset, ExportFormat.JSONL, stratify=True)
    counts = [[_metadata(line)["query_type"] for line in _lines(path)].count("b") for path in files]
    assert counts == [8, 2]


def test_personal_data_is_counted_and_taken_out_when_asked(exporter: Exporter) -> None:
    dataset, _ = exporter.keep([({"query": f"Write to person{n}@example.org"}, "Done.", None) for n in range(10)])
    done, _ = exporter.export(dataset, ExportFormat.JSONL)
    assert done.report["personal_data"]["items"] == 10
    for kind in (ExportFormat.JSONL, ExportFormat.CSV, ExportFormat.OPENAI, ExportFormat.PARQUET):
        _, files = exporter.export(dataset, kind, redact=True)
        assert not any(b"example.org" in path.read_bytes() for path in files)


def test_items_of_datasets_that_are_run_are_told_of(client: TestClient, fill: Fill, export: Export) -> None:
    held = {"id": "held-out", "input": "What is the capital of France?", "expected_output": "Paris."}
    evaluated = fill([held])
    linked = {"runName": "run", "datasetItemId": "held-out", "traceId": "trace-of-run"}
    assert client.post("/api/public/dataset-run-items", json=linked).status_code == 200
    name = fill([*make_items(9), {**held, "id": "copied", "input": "what is the capital of france"}])
    report = export(name, dry_run=True).json()["report"]
    assert report["contaminated"] == {"items": 1, "datasets": {evaluated: 1}}
    assert export(name, dry_run=True, drop_contaminated=True).json()["total_items"] == 9


def test_evaluation_datasets_with_more_queries_than_are_looked_for_are_told_of(
    client: TestClient, fill: Fill, export: Export, monkeypatch: pytest.MonkeyPatch
) -> None:
    items = [{"id": f"held-{n}", "input": f"Question {n}?", "expected_output": "Yes."} for n in range(3)]
    evaluated = fill(items)
    linked = {"runName": "run", "datasetItemId": "held-0", "traceId": "trace-of-run"}
    assert client.post("/api/public/dataset-run-items", json=linked).status_code == 200
    name = fill([{**item, "id": f"copied-{n}"} for n, item in enumerate(items)])
    whole = export(name, dry_run=True).json()["report"]
    assert (whole["contaminated"]["datasets"], whole["warnings"]) == ({evaluated: 3}, [])
    monkeypatch.setattr(held_out, "QUERIES_MAX", 2)
    part = export(name, dry_run=True).json()["report"]
    assert part["contaminated"]["datasets"] == {evaluated: 2}
    assert "more than" in part["warnings"][0]


def test_pairs_come_from_scores_of_items_that_ask_the_same(exporter: Exporter) -> None:
    values = [("Same?", f"Answer {n}.", {"score": n / 10}) for n in range(8)] + [("Alone?", "Yes.", {"score": 1.0})]
    dataset, _ = exporter.keep(values)
    done, [path] = exporter.export(dataset, ExportFormat.PREFERENCE, train_split=None)
    [pair] = _lines(path)
    assert pair["prompt"] == [{"role": "user", "content": "Same?"}]
    assert (pair["chosen"][0]["content"], pair["rejected"][0]["content"]) == ("Answer 7.", "Answer 0.")
    assert done.report["left_out"][0]["count"] == 8
    _, [path] = exporter.export(dataset, ExportFormat.OPENAI_PREFERENCE, train_split=None)
    [line] = _lines(path)
    assert set(line) == {"input", "preferred_output", "non_preferred_output"}


def test_pairs_come_from_corrections_of_what_a_trace_said(client: TestClient, fill: Fill, export: Export) -> None:
    span = otlp_span(attributes={"input.value": "What is 2 + 2?", "output.value": "5"})
    sent = client.post("/v1/traces", content=otlp_request(span).SerializeToString(), headers={"content-type": PROTOBUF})
    assert sent.status_code == 200
    trace_id = span.trace_id.hex()
    name = fill([{"input": "What is 2 + 2?", "expected_output": "It is 4.", "source_trace_id": trace_id}])
    done = export(name, format="preference", train_split=None)
    assert done.status_code == 200, done.text
    pair = json.loads(client.get(done.json()["files"][0]["download"]).content)
    assert (pair["chosen"][0]["content"], pair["rejected"][0]["content"]) == ("It is 4.", "5")


def test_a_score_that_only_the_trace_has_filters_and_counts(client: TestClient, fill: Fill, export: Export) -> None:
    span = otlp_span(attributes={"input.value": "Hello?", "output.value": "Hi."})
    client.post("/v1/traces", content=otlp_request(span).SerializeToString(), headers={"content-type": PROTOBUF})
    trace_id = span.trace_id.hex()
    scored = {"traceId": trace_id, "name": "faithfulness", "value": 0.9}
    assert client.post("/api/public/scores", json=scored).status_code == 200
    name = fill([{"input": None, "expected_output": None, "source_trace_id": trace_id, "metadata": {"k": 1}}])
    stats = client.get(path_of(name, "stats")).json()
    assert (stats["total_items"], stats["avg_score"]) == (1, 0.9)
    done = export(name, min_score=0.8, train_split=None).json()
    record = json.loads(client.get(done["files"][0]["download"]).content)
    assert (record["query"], record["response"], record["score"]) == ("Hello?", "Hi.", 0.9)


def test_openais_rules_name_what_is_wrong_with_a_chat() -> None:
    user, assistant = {"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}
    call = {"id": "c1", "type": "function", "function": {"name": "find", "arguments": "{}"}}
    calls = {"role": "assistant", "tool_calls": [call]}
    told = {"role": "tool", "tool_call_id": "c1", "content": "found"}
    assert find_fault({"messages": [user, calls, told, assistant]}) is None
    wrong: list[tuple[list[dict[str, Any]], str]] = [
        ([], "nothing"),
        ([user], "last message"),
        ([assistant], "user"),
        ([user, {"role": "assistant", "content": " "}], "no content"),
        ([{"role": "narrator", "content": "x"}, user, assistant], "role"),
        ([user, calls, assistant], "not answered"),
        ([user, told, assistant], "answers no call"),
        ([user, {"role": "assistant", "tool_calls": [{"id": "c1"}]}, told, assistant], "arguments"),
    ]
    for messages, reason in wrong:
        assert reason in (find_fault({"messages": messages}) or ""), messages


def _lines(path: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def _metadata(line: dict[str, Any]) -> dict[str, Any]:
    return line["metadata"]
