"""What cannot be exported is told so, by the field that is wrong, and leaves nothing behind."""

import errno
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import update
from writing_exports import Exporter, small_disk

from conftest import Export, Fill, make_items, path_of
from ratchet.domain import export as domain
from ratchet.domain.export import Checks, ExportOrder, ExportState
from ratchet.errors import Busy, Unavailable
from ratchet.export import exporting, files
from ratchet.export.beginning import begin_export
from ratchet.export.cancelling import cancel_export, give_up_abandoned
from ratchet.export.desk import Cancelled
from ratchet.export.exporting import carry_out
from ratchet.store.records import RecordStore
from ratchet.store.records.exports import read_exports
from ratchet.store.records.tables import exports


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"output_path": "../out.jsonl"}, "output_path"),
        ({"output_path": "/data/../../out.jsonl"}, "output_path"),
        ({"output_path": "a/.hidden"}, "output_path"),
        ({"output_path": "a\0b"}, "output_path"),
        ({"output_path": "a\nb"}, "output_path"),
        ({"output_path": "/"}, "output_path"),
        ({"output_path": "x" * 300}, "output_path"),
        ({"train_split": 1.0}, "train_split"),
        ({"train_split": -1}, "train_split"),
        ({"train_split": 0}, "train_split"),
        ({"min_score": 0.9, "max_score": 0.1}, "min_score"),
        ({"from_date": "2024-02-01", "to_date": "2024-01-01"}, "from_date"),
        ({"from_date": "yesterday"}, "from_date"),
        ({"format": "excel"}, "format"),
        ({"seed": -1}, "seed"),
        ({"stratify": True, "keep_together": "user"}, "stratify"),
        ({"minscore": 1}, "minscore"),
    ],
)
def test_a_wrong_value_is_refused_by_its_name(
    fill: Fill, export: Export, root: Path, asked: dict[str, Any], field: str
) -> None:
    answer = export(fill(make_items(2)), **asked)
    assert answer.status_code == 422, answer.text
    assert field in answer.json()["message"]
    assert not list(root.rglob("*"))


def test_a_link_out_of_the_directory_is_not_followed(fill: Fill, export: Export, root: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    root.mkdir(parents=True)
    (root / "link").symlink_to(outside)
    answer = export(fill(make_items(2)), output_path="link/out.jsonl")
    assert answer.status_code == 422
    assert "symbolic link" in answer.json()["message"]
    assert not list(outside.iterdir())


def test_a_file_in_the_way_is_told_of(fill: Fill, export: Export, root: Path) -> None:
    root.mkdir(parents=True)
    (root / "taken").write_text("a file")
    answer = export(fill(make_items(2)), output_path="taken/out.jsonl")
    assert answer.status_code == 422
    assert "output_path" in answer.json()["message"]


def test_files_that_are_there_stay_unless_it_is_asked_otherwise(fill: Fill, export: Export, root: Path) -> None:
    name = fill(make_items(4))
    export(name, output_path="a.jsonl").raise_for_status()
    before = (root / "a.train.jsonl").read_bytes()
    again = export(name, output_path="a.jsonl", seed=1)
    assert again.status_code == 409
    assert "overwrite" in again.json()["message"]
    assert (root / "a.train.jsonl").read_bytes() == before
    assert export(name, output_path="a.jsonl", seed=1, overwrite=True).status_code == 200


def test_what_is_replaced_can_no_longer_be_fetched_from_the_earlier_export(
    client: TestClient, fill: Fill, export: Export
) -> None:
    name = fill(make_items(4))
    first = export(name, output_path="a.jsonl").json()["files"][0]
    export(name, output_path="a.jsonl", overwrite=True).raise_for_status()
    assert client.get(first["download"]).status_code == 404


def test_nothing_to_export_is_told_with_its_reason(fill: Fill, export: Export, root: Path) -> None:
    assert "No item" in export(fill(make_items(3)), min_score=5, output_path="none.jsonl").json()["message"]
    answered = export(fill([{"input": "only asked"}]), format="openai", output_path="none.jsonl")
    assert answered.status_code == 422
    assert "not from the assistant" in answered.json()["message"]
    assert not [path for path in root.rglob("*") if path.is_file()]


def test_a_full_disk_ends_an_export_with_a_reason_and_nothing_left_of_it(
    client: TestClient, exporter: Exporter, root: Path
) -> None:
    dataset, _ = exporter.keep([(f"q{n}", "a" * 200_000, None) for n in range(20)])
    root.mkdir()
    with small_disk(root, "1m"):
        answer = client.post(path_of(dataset.name, "export"), json={"output_path": "a/b.jsonl"})
        assert answer.status_code == 503, answer.text
        assert "full" in answer.json()["message"]
        [failed] = client.get("/admin/exports").json()["exports"]
        assert (failed["state"], failed["error"]) == ("failed", answer.json()["message"])
        assert not [path for path in root.rglob("*") if path.is_file()]


def test_what_a_server_left_that_ended_in_the_middle_is_removed(exporter: Exporter, root: Path) -> None:
    dataset, _ = exporter.keep([("q", "a", None)])
    begun = begin_export(exporter.desk, dataset, ExportOrder(), output_path="a/b.jsonl", is_background=False)
    left, under_way, done = (root / "a" / name for name in (".0123.partial", f".{begun.id}.partial", "done.jsonl"))
    for path in (left / "b.train.jsonl", under_way / "b.train.jsonl", done):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}")
    give_up_abandoned(exporter.stores.records, root)
    assert not left.exists()
    assert under_way.exists()
    assert done.exists()


def test_the_disks_refusals_say_what_to_do() -> None:
    with pytest.raises(Unavailable, match="full"), files.disk_errors():
        raise OSError(errno.EDQUOT, os.strerror(errno.EDQUOT))
    with pytest.raises(Exception, match="RATCHET_EXPORT_DIR"), files.disk_errors():
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def test_an_export_that_is_cancelled_leaves_nothing(client: TestClient, exporter: Exporter, root: Path) -> None:
    dataset, _ = exporter.keep([(f"q{n}", f"a{n}", None) for n in range(5)])
    begun = begin_export(exporter.desk, dataset, ExportOrder(), output_path="a.jsonl", is_background=False)
    cancelled = client.post(f"/admin/exports/{begun.id}/cancel").json()
    assert cancelled["state"] == "cancelled"
    with pytest.raises(Cancelled):
        carry_out(exporter.desk, dataset, begun)
    assert not [path for path in root.rglob("*") if path.is_file()]
    assert client.post(f"/admin/exports/{begun.id}/cancel").status_code == 200
    [kept], _ = read_exports(exporter.stores.records, exporter.project, offset=0, limit=5)
    assert kept.state is ExportState.CANCELLED


def test_an_export_of_another_project_is_not_there(client: TestClient) -> None:
    assert client.get("/admin/exports/0123").status_code == 404
    assert client.get("/admin/exports/0123/files/..%2F..%2Fetc%2Fpasswd").status_code == 404


def test_nobody_else_writes_to_a_place_before_the_export_there_is_complete(
    exporter: Exporter, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset, _ = exporter.keep([(f"q{n}", f"a{n}", None) for n in range(5)])
    begun = begin_export(exporter.desk, dataset, ExportOrder(), output_path="a.jsonl", is_background=False)
    complete, states = exporting.change_export, list[ExportState]()

    def change(records: RecordStore, export: domain.Export, **fields: Any) -> bool:
        if fields["to"] is ExportState.COMPLETED:
            with pytest.raises(Busy), records.lock("export to a", wait_s_max=0.01):
                pass
            states.append(export.state)
        return complete(records, export, **fields)

    monkeypatch.setattr(exporting, "change_export", change)
    assert begun.place == "a"
    assert carry_out(exporter.desk, dataset, begun).state is ExportState.COMPLETED
    assert states == [ExportState.RUNNING]
    assert (root / "a.train.jsonl").exists()


def test_an_export_that_is_cancelled_at_the_last_moment_leaves_nothing(
    exporter: Exporter, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset, _ = exporter.keep([(f"q{n}", f"a{n}", None) for n in range(5)])
    begun = begin_export(exporter.desk, dataset, ExportOrder(), output_path="a.jsonl", is_background=False)
    complete = exporting.change_export

    def cancel_before(records: RecordStore, export: domain.Export, **fields: Any) -> bool:
        if fields["to"] is ExportState.COMPLETED:
            cancel_export(records, export)
        return complete(records, export, **fields)

    monkeypatch.setattr(exporting, "change_export", cancel_before)
    with pytest.raises(Cancelled):
        carry_out(exporter.desk, dataset, begun)
    assert not [path for path in root.rglob("*") if path.is_file()]


@pytest.mark.parametrize(("was_full", "checks"), [(True, Checks.FULL), (False, Checks.FAST)])
def test_an_export_from_before_checks_could_be_chosen_is_read(
    exporter: Exporter, was_full: bool, checks: Checks
) -> None:
    dataset, _ = exporter.keep([("q", "a", None)])
    begun = begin_export(exporter.desk, dataset, ExportOrder(), output_path="a.jsonl", is_background=False)
    order = {name: value for name, value in asdict(begun.order).items() if name != "checks"}
    with exporter.stores.records.write() as connection:
        connection.execute(update(exports).values(order=order | {"full_report": was_full}))
    [found], _ = read_exports(exporter.stores.records, exporter.project, offset=0, limit=5)
    assert found.order.checks is checks
