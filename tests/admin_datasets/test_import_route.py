import csv
import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from fastapi.testclient import TestClient

from ratchet.datasets.routes.imports import IMPORTS_AT_ONCE_MAX

Create = Callable[..., dict[str, Any]]
ROWS = [
    {"id": "one", "input": {"q": "1?"}, "expected_output": "1!", "topic": "numbers", "score": 0.5},
    {"id": "two", "input": {"q": "2?"}, "expected_output": None, "topic": "numbers", "score": None},
]


def to_jsonl(rows: list[Any]) -> bytes:
    return b"\n".join(json.dumps(row).encode() for row in rows)


def to_csv(rows: list[dict[str, Any]]) -> bytes:
    file = io.StringIO()
    writer = csv.DictWriter(file, rows[0])
    writer.writeheader()
    writer.writerows({name: to_cell(value) for name, value in row.items()} for row in rows)
    return file.getvalue().encode()


def to_cell(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, dict | list) else value


def to_parquet(rows: list[dict[str, Any]]) -> bytes:
    file = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), file)
    return file.getvalue()


def send(client: TestClient, name: str, content: bytes | Iterator[bytes], **params: Any) -> Any:
    return client.post(f"/admin/datasets/{name}/import", content=content, params=params)


def read_items(client: TestClient, name: str) -> list[dict[str, Any]]:
    return client.get(f"/admin/datasets/{name}/items?limit=1000").json()["items"][::-1]


def test_a_file_of_json_lines_becomes_items_in_its_order(client: TestClient, name: str) -> None:
    answer = send(client, name, to_jsonl(ROWS))
    assert answer.status_code == 200
    assert answer.json() == {
        "dataset": name,
        "format": "jsonl",
        "mode": "store",
        "rows": 2,
        "accepted": 2,
        "stored": 2,
        "rejected": 0,
        "rejected_rows": [],
        "complete": True,
    }
    assert [item["id"] for item in read_items(client, name)] == ["one", "two"]


@pytest.mark.parametrize(("format_", "encode"), [("jsonl", to_jsonl), ("csv", to_csv), ("parquet", to_parquet)])
def test_every_format_gives_the_same_items(
    client: TestClient, name: str, format_: str, encode: Callable[[list[Any]], bytes]
) -> None:
    assert send(client, name, encode(ROWS)).json()["format"] == format_
    one, two = read_items(client, name)
    assert (one["id"], one["input"], one["expected_output"]) == ("one", {"q": "1?"}, "1!")
    assert (one["metadata"], one["score"]) == ({"topic": "numbers", "score": 0.5}, 0.5)
    assert (two["id"], two["input"], two["expected_output"], two["score"]) == ("two", {"q": "2?"}, None, None)


def test_what_an_export_calls_its_columns_is_understood(client: TestClient, name: str) -> None:
    send(client, name, b"query,response,score,query_type\nhow?,so,0.25,factual\n")
    [item] = read_items(client, name)
    assert (item["input"], item["expected_output"]) == ("how?", "so")
    assert (item["query"], item["response"], item["score"], item["query_type"]) == ("how?", "so", 0.25, "factual")


def test_columns_of_other_names_are_told(client: TestClient, name: str) -> None:
    content = b"nr,question,context,answer,source\n7,why?,there,because,book\n"
    answer = send(client, name, content, id="nr", input=["question", "context"], expected_output="answer")
    assert answer.status_code == 200
    [item] = read_items(client, name)
    assert (item["id"], item["input"]) == ("7", {"question": "why?", "context": "there"})
    assert (item["expected_output"], item["metadata"]) == ("because", {"source": "book"})


def test_rows_that_are_wrong_are_told_by_line_and_the_others_stored(client: TestClient, create: Create) -> None:
    name, other = create(input_schema={"type": "string", "maxLength": 9})["name"], create()["name"]
    send(client, other, to_jsonl([{"id": "theirs", "input": "a"}]))
    lines = [
        b'{"input": "good"}',
        b"no json",
        b'{"output": "b"}',
        b'{"input": "a text over nine"}',
        b'{"input": "a", "id": ["x"]}',
        b'{"input": "a", "status": "gone"}',
        b'{"input": "a", "id": "theirs"}',
        b'{"input": "a", "score": "high"}',
        b'{"input": "fine"}',
    ]
    answer = send(client, name, b"\n".join(lines))
    assert answer.status_code == 207
    body = answer.json()
    reasons = {row["line"]: row["reason"] for row in body["rejected_rows"]}
    assert [item["input"] for item in read_items(client, name)] == ["good", "fine"]
    assert (body["rows"], body["stored"], body["rejected"], body["complete"]) == (9, 2, 7, True)
    named = {2: "JSON", 3: "'output'", 4: "input", 5: "id", 6: "status", 7: "theirs", 8: "score"}
    assert list(reasons) == list(named)
    assert all(word in reasons[line] for line, word in named.items())


@pytest.mark.parametrize("depth", [100, 300, 900, 5000])
def test_a_value_nested_deeply_is_stored_and_read_back_or_refused(client: TestClient, name: str, depth: int) -> None:
    answer = send(client, name, b'{"input": ' + b"[" * depth + b"]" * depth + b"}")
    assert answer.status_code == (200 if answer.json()["stored"] else 207)
    assert len(read_items(client, name)) == answer.json()["stored"]


def test_a_file_that_is_imported_again_makes_no_items_twice(client: TestClient, name: str) -> None:
    content = to_jsonl([{"input": "a", "expected_output": "b"}, {"input": "a", "expected_output": "c"}, {"input": 1}])
    send(client, name, content)
    before = read_items(client, name)
    assert send(client, name, content).json()["stored"] == 3
    assert read_items(client, name) == before
    assert len(before) == 3


def test_a_row_with_an_id_changes_what_it_says_of_that_item(client: TestClient, name: str) -> None:
    send(client, name, to_jsonl(ROWS))
    answer = send(client, name, b'{"id": "one", "expectedOutput": "edited"}\n{"id": "two", "status": "archived"}')
    assert answer.status_code == 200
    [one] = read_items(client, name)
    assert (one["id"], one["input"], one["expected_output"]) == ("one", {"q": "1?"}, "edited")


def test_a_row_with_an_id_and_columns_that_nobody_knows_is_refused(client: TestClient, name: str) -> None:
    body = send(client, name, b"id,question,answer\n1,why?,because\n").json()
    assert "'question', 'answer'" in body["rejected_rows"][0]["reason"]


def test_the_same_file_makes_items_of_its_own_in_another_dataset(client: TestClient, create: Create) -> None:
    content = to_jsonl([{"input": "a"}])
    assert [send(client, create()["name"], content).json()["stored"] for _ in range(2)] == [1, 1]


def test_a_strict_import_stores_all_rows_or_none(client: TestClient, name: str) -> None:
    answer = send(client, name, b'{"input": 1}\n{"input": 2\n', mode="strict")
    assert answer.status_code == 422
    body = answer.json()
    assert "1 of 2 rows" in body["message"]
    assert [row["line"] for row in body["details"]["rejected_rows"]] == [2]
    assert read_items(client, name) == []
    assert send(client, name, b'{"input": 1}\n{"input": 2}\n', mode="strict").json()["stored"] == 2
    assert len(read_items(client, name)) == 2


def test_a_check_stores_nothing_and_tells_the_same(client: TestClient, name: str) -> None:
    body = send(client, name, b'{"input": 1}\n{"input": 2\n', mode="check").json()
    assert (body["accepted"], body["stored"], body["rejected"]) == (1, 0, 1)
    assert read_items(client, name) == []


def test_a_file_that_breaks_off_says_so(client: TestClient, name: str) -> None:
    body = send(client, name, b"PAR1 and no more").json()
    assert (body["complete"], body["rejected"]) == (False, 1)
    assert "Parquet" in body["rejected_rows"][0]["reason"]


def test_all_rejected_rows_are_counted_and_a_thousand_told(client: TestClient, name: str) -> None:
    body = send(client, name, b"no json\n" * 2500, format="jsonl").json()
    assert (body["rejected"], len(body["rejected_rows"])) == (2500, 1000)


def test_progress_comes_as_lines_and_the_account_last(client: TestClient, name: str) -> None:
    content = to_jsonl([{"input": number} for number in range(2500)])
    with client.stream(
        "POST", f"/admin/datasets/{name}/import", content=content, headers={"Accept": "application/x-ndjson"}
    ) as answer:
        lines = [json.loads(line) for line in answer.iter_lines()]
    assert [line["rows"] for line in lines] == [0, 1000, 2000, 2500, 2500]
    assert lines[-1]["stored"] == 2500
    assert lines[-1]["complete"]


def test_a_dataset_archived_meanwhile_ends_a_stream_with_the_error(client: TestClient, name: str) -> None:
    client.patch(f"/admin/datasets/{name}", json={"archived": True})
    answer = client.post(
        f"/admin/datasets/{name}/import", content=b'{"input": 1}', headers={"Accept": "application/x-ndjson"}
    )
    last = json.loads(answer.text.splitlines()[-1])
    assert last["code"] == "conflict"
    assert last["details"] == {"rows": 0, "accepted": 0, "rejected": 0}
    assert send(client, name, b'{"input": 1}').status_code == 409


def test_every_import_gives_back_its_place(client: TestClient, name: str) -> None:
    for _ in range(IMPORTS_AT_ONCE_MAX + 1):
        assert send(client, name, b"{}").status_code == 207
        streamed = client.post(
            f"/admin/datasets/{name}/import", content=b"{}", headers={"Accept": "application/x-ndjson"}
        )
        assert streamed.status_code == 200
        assert send(client, "nowhere", b"{}").status_code == 404
        assert send(client, name, b"{}", mode="all").status_code == 422


def test_an_import_keeps_nothing_on_the_disk(client: TestClient, name: str) -> None:
    send(client, name, b"{}")
    assert list((client.app.state.settings.data_dir / "uploads").iterdir()) == []  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("params", "headers", "status", "names"),
    [
        ({"mode": "all"}, {}, 422, "mode"),
        ({"format": "xlsx"}, {}, 422, "format"),
        ({"inptu": "a"}, {}, 422, "inptu"),
        ({"id": ["a", "b"]}, {}, 422, "id"),
        ({}, {"Content-Encoding": "gzip"}, 400, "gzip"),
        ({}, {"Content-Length": str(10**13)}, 413, "RATCHET_IMPORT_SIZE_BYTES_MAX"),
    ],
)
def test_an_import_that_cannot_be_understood_is_refused_by_name(
    client: TestClient, name: str, params: dict[str, Any], headers: dict[str, str], status: int, names: str
) -> None:
    answer = client.post(f"/admin/datasets/{name}/import", content=b"{}", params=params, headers=headers)
    assert answer.status_code == status
    assert names in answer.json()["message"]


def test_an_empty_file_imports_nothing(client: TestClient, name: str) -> None:
    assert send(client, name, b"").json()["rows"] == 0
