"""What POST /admin/datasets/{name}/export writes, and what it says of it."""

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from conftest import Export, Fill, make_items, path_of


def test_the_seeds_example_writes_its_files_with_their_names_and_statistics(
    fill: Fill, export: Export, root: Path
) -> None:
    name = fill(make_items(45))
    answer = export(
        name, output_path="/data/exports/high_quality.jsonl", min_score=0.2, max_score=1.0, background=False
    )
    assert answer.status_code == 200, answer.text
    said = answer.json()
    assert (said["total_items"], said["train_items"], said["val_items"]) == (36, 28, 8)
    directory = root / "data" / "exports"
    names = {f"high_quality.{part}" for part in ("train.jsonl", "val.jsonl", "stats.json", "manifest.json")}
    assert {path.name for path in directory.iterdir()} == names
    stats = json.loads((directory / "high_quality.stats.json").read_text())
    assert (stats["total_items"], stats["train_items"], stats["val_items"], stats["train_split"]) == (36, 28, 8, 0.8)
    assert (stats["min_score"], stats["max_score"]) == (0.2, 44 / 45)
    assert stats["query_types"] == {"factual": 12, "smalltalk": 12, "stance": 12}
    assert sum(each["count"] for each in stats["score_histogram"]) == 36


def test_a_huggingface_export_is_a_directory_of_splits(fill: Fill, export: Export, root: Path) -> None:
    export(fill(make_items(5)), output_path="/data/exports/high_quality.jsonl", format="huggingface").raise_for_status()
    names = {path.name for path in (root / "data" / "exports" / "high_quality").iterdir()}
    assert names == {"train.jsonl", "validation.jsonl", "stats.json", "manifest.json"}


def test_files_of_an_export_can_be_fetched(client: TestClient, fill: Fill, export: Export, root: Path) -> None:
    said = export(fill(make_items(5)), output_path="a/b.jsonl").json()
    for file in said["files"]:
        fetched = client.get(file["download"])
        assert fetched.content == (root / "a" / file["name"]).read_bytes()
    assert client.get("/admin/exports").json()["exports"][0]["export_id"] == said["export_id"]
    assert client.get(f"/admin/exports/{said['export_id']}/files/other.jsonl").status_code == 404


@pytest.mark.parametrize("name", ["a/b/c", "export/stats", "Fragen & Antworten: 100%"])
def test_a_dataset_of_any_name_has_statistics_and_exports(
    client: TestClient, fill: Fill, export: Export, name: str
) -> None:
    fill(make_items(4), name)
    assert client.get(path_of(name, "stats")).json()["total_items"] == 4
    assert export(name, dry_run=True).json()["total_items"] == 4


def test_the_formats_say_what_their_files_are_called(client: TestClient) -> None:
    formats = {each["format"]: each["files"] for each in client.get("/admin/datasets/export/formats").json()["formats"]}
    assert formats["csv"][:3] == ["{name}.train.csv", "{name}.val.csv", "{name}.stats.json"]
    assert formats["huggingface"][:3] == ["{name}/train.jsonl", "{name}/validation.jsonl", "{name}/stats.json"]
