"""Datasets are kept in records: SQLite and Postgres say the same."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ratchet.datasets.headers import find_dataset
from ratchet.domain.dataset import Dataset
from ratchet.domain.project import Project
from ratchet.errors import Conflict, NotFound
from ratchet.store.records import RecordStore
from ratchet.store.records.datasets import (
    count_datasets,
    delete_dataset,
    read_dataset,
    read_dataset_by_id,
    read_dataset_names,
    read_datasets,
    write_dataset,
)
from ratchet.store.records.projects import write_project

NOON = datetime(2026, 3, 4, 12, 0, 0, 123456, tzinfo=UTC)
PLAIN = Dataset("shop", "d1", "folder/set 1", NOON, NOON)
WHOLE = Dataset(
    project_id="shop",
    id="d2",
    name="ünïcode",
    created_at=NOON + timedelta(hours=1),
    updated_at=NOON + timedelta(hours=2),
    description="what for",
    metadata={"a": [1, None, "\u0000 null byte"]},
    input_schema={"type": "object"},
    expected_output_schema=False,
    archived_at=NOON + timedelta(hours=3),
)


@pytest.fixture(autouse=True)
def projects(records: RecordStore) -> None:
    for name in ("shop", "other"):
        write_project(records, Project(name, name, NOON))


@pytest.mark.parametrize("dataset", [PLAIN, WHOLE], ids=["plain", "whole"])
def test_a_dataset_is_read_as_it_was_written(records: RecordStore, dataset: Dataset) -> None:
    write_dataset(records, dataset)
    assert read_dataset(records, "shop", dataset.name) == dataset
    assert read_dataset_by_id(records, "shop", dataset.id) == dataset
    assert read_dataset(records, "other", dataset.name) is None


def test_a_name_is_found_as_it_came_and_then_decoded_once_more(records: RecordStore) -> None:
    write_dataset(records, PLAIN)
    assert find_dataset(records, "shop", "folder/set 1") == find_dataset(records, "shop", "folder%2Fset%201") == PLAIN
    odd = replace(PLAIN, id="odd", name="folder%2Fset%201")
    write_dataset(records, odd)
    assert find_dataset(records, "shop", "folder%2Fset%201") == odd
    with pytest.raises(NotFound, match="folder"):
        find_dataset(records, "shop", "folder%252Fset")


def test_a_dataset_that_is_written_again_is_changed(records: RecordStore) -> None:
    write_dataset(records, PLAIN)
    renamed = replace(PLAIN, name="other name", description="d")
    write_dataset(records, renamed)
    assert read_datasets(records, "shop") == [renamed]
    assert read_dataset(records, "shop", PLAIN.name) is None


def test_a_name_is_given_once_in_a_project(records: RecordStore) -> None:
    write_dataset(records, PLAIN)
    write_dataset(records, replace(PLAIN, project_id="other"))
    with pytest.raises(Conflict):
        write_dataset(records, replace(PLAIN, id="d9"))


def test_datasets_are_listed_newest_first_and_by_page(records: RecordStore) -> None:
    sets = [replace(PLAIN, id=f"d{i}", name=f"set {i}", created_at=NOON + timedelta(hours=i)) for i in range(5)]
    for dataset in sets:
        write_dataset(records, dataset)
    assert read_datasets(records, "shop") == sets[::-1]
    assert read_datasets(records, "shop", offset=1, limit=2) == [sets[3], sets[2]]
    assert count_datasets(records, "shop") == 5
    assert read_datasets(records, "other") == []


def test_archived_datasets_are_listed_apart(records: RecordStore) -> None:
    write_dataset(records, PLAIN)
    write_dataset(records, WHOLE)
    assert read_datasets(records, "shop") == [PLAIN]
    assert read_datasets(records, "shop", archived=True) == [WHOLE]
    assert (count_datasets(records, "shop"), count_datasets(records, "shop", archived=True)) == (1, 1)
    assert read_dataset_names(records, "shop", ["d1", "d2", "d3"]) == {"d1": PLAIN.name, "d2": WHOLE.name}


def test_a_deleted_dataset_is_gone_and_its_name_free(records: RecordStore) -> None:
    write_dataset(records, PLAIN)
    assert not delete_dataset(records, "other", "d1")
    assert delete_dataset(records, "shop", "d1")
    assert not delete_dataset(records, "shop", "d1")
    write_dataset(records, replace(PLAIN, id="d3"))
    assert [dataset.id for dataset in read_datasets(records, "shop")] == ["d3"]
