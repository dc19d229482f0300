"""Datasets and items as /admin/datasets takes and shows them."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from ratchet.datasets.imports.formats import Format
from ratchet.datasets.imports.order import Mode
from ratchet.datasets.schemas import DatasetIn, DatasetName, ItemIn
from ratchet.domain.dataset import Dataset, Item, ItemStatus
from ratchet.domain.window import from_ns
from ratchet.http.fields import FreeId, Time
from ratchet.http.trace_search import TraceFilter
from ratchet.store.events.dataset_items import StoredItem

PAGE_MAX = 1000
TRACES_MAX = 10_000


class DatasetNew(DatasetIn):
    """A dataset to be made."""

    model_config = ConfigDict(extra="forbid")


class DatasetChange(BaseModel):
    """What is to be changed of a dataset; what is left out or null stays as it is."""

    model_config = ConfigDict(extra="forbid")

    name: DatasetName | None = None
    description: str | None = None
    metadata: Any = None
    input_schema: dict[str, Any] | bool | None = Field(None, description="JSON Schema; true takes anything")
    expected_output_schema: dict[str, Any] | bool | None = Field(None, description="JSON Schema; true takes anything")
    archived: bool | None = None


class DatasetOut(BaseModel):
    """A dataset and how much is in it; how good that is, says `GET /metrics/dataset`."""

    id: str
    name: str
    description: str | None
    metadata: Any
    input_schema: dict[str, Any] | bool | None
    expected_output_schema: dict[str, Any] | bool | None
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None
    item_count: int = Field(description="Active items")

    @classmethod
    def of(cls, dataset: Dataset, item_count: int) -> "DatasetOut":
        """A dataset as it leaves."""
        return cls(
            id=dataset.id,
            name=dataset.name,
            description=dataset.description,
            metadata=dataset.metadata,
            input_schema=dataset.input_schema,
            expected_output_schema=dataset.expected_output_schema,
            created_at=dataset.created_at,
            updated_at=dataset.updated_at,
            archived_at=dataset.archived_at,
            item_count=item_count,
        )


class DatasetsOut(BaseModel):
    """A page of datasets, newest first."""

    datasets: list[DatasetOut]
    total: int = Field(description="How many there are on all pages")


class DatasetGoneOut(BaseModel):
    """What became of a dataset that was to be deleted."""

    name: str
    outcome: str = Field(description="`deleted`, or `archived` because there are runs of it")
    run_count: int


class ItemNew(ItemIn):
    """An item to be added; an id that is known already changes that item."""

    model_config = ConfigDict(extra="forbid")


class ItemsNew(BaseModel):
    """Items to be added at once."""

    model_config = ConfigDict(extra="forbid")

    items: list[ItemNew] = Field(min_length=1, max_length=PAGE_MAX)


class ItemChange(BaseModel):
    """What is to be changed of an item; what is left out or null stays as it is."""

    model_config = ConfigDict(extra="forbid")

    input: Any = None
    expected_output: Any = None
    metadata: Any = None
    source_trace_id: FreeId | None = None
    source_observation_id: FreeId | None = None
    status: ItemStatus | None = None


class ItemOut(BaseModel):
    """An item, with its typed fields at the end."""

    id: str
    status: ItemStatus
    input: Any
    expected_output: Any
    metadata: Any
    source_trace_id: str | None
    source_observation_id: str | None
    created_at: datetime
    updated_at: datetime
    query: str | None
    response: str | None
    score: float | None
    score_name: str | None
    query_type: str | None

    @classmethod
    def of(cls, item: Item) -> "ItemOut":
        """An item as it leaves."""
        return cls(
            id=item.id,
            status=item.status,
            input=item.input,
            expected_output=item.expected_output,
            metadata=item.metadata,
            source_trace_id=item.source_trace_id or None,
            source_observation_id=item.source_span_id or None,
            created_at=from_ns(item.created_at),
            updated_at=from_ns(item.version),
            query=item.query,
            response=item.response,
            score=item.score,
            score_name=item.score_name,
            query_type=item.query_type,
        )


class ItemVersionOut(ItemOut):
    """An item as it was from `updated_at` on, until the next version."""

    deleted: bool = Field(description="Whether this version is that the item was taken out")

    @classmethod
    def of_stored(cls, stored: StoredItem) -> "ItemVersionOut":
        """A version as it leaves."""
        return cls(deleted=stored.is_deleted, **dict(ItemOut.of(stored.item)))


class ItemVersionsOut(BaseModel):
    """The versions of an item, newest first."""

    versions: list[ItemVersionOut]
    more: bool = Field(description="Whether there are older ones than those asked for")


class ItemsOut(BaseModel):
    """A page of items, newest first."""

    items: list[ItemOut]
    total: int = Field(description="How many there are on all pages")


class RefusedItemOut(BaseModel):
    """An item that was not taken; `index` is its place in what was sent, from 0 on."""

    index: int
    id: str | None
    reason: str


class ItemsTakenOut(BaseModel):
    """What became of items that were sent."""

    ids: list[str] = Field(description="Of the items that are stored now, in the order they were sent")
    rejected: list[RefusedItemOut]


class PageIn(BaseModel):
    """Which part of a list."""

    model_config = ConfigDict(extra="forbid")

    offset: int = Field(0, ge=0, le=1_000_000_000)
    limit: int = Field(50, ge=1, le=PAGE_MAX)


class DatasetsIn(PageIn):
    """Which datasets."""

    archived: bool = Field(False, description="Those in the archive instead")


class ItemsIn(PageIn):
    """Which items of a dataset."""

    archived: bool = Field(False, description="Archived items too")
    as_of: Time | None = Field(None, description="ISO 8601; the items as they were at that moment")


class VersionsIn(BaseModel):
    """Whose versions, and how many."""

    model_config = ConfigDict(extra="forbid")

    id: FreeId
    limit: int = Field(100, ge=1, le=PAGE_MAX)


class DeleteIn(BaseModel):
    """How a dataset is to be deleted."""

    model_config = ConfigDict(extra="forbid")

    force: bool = Field(False, description="Delete it although there are runs of it")


class ImportIn(BaseModel):
    """How a file is to be read, and what is to be stored of it."""

    model_config = ConfigDict(extra="forbid")

    format: Format | None = Field(None, description="Found out from how the file begins unless it is given")
    mode: Mode = Field(
        Mode.STORE,
        description="`store` the rows that can be; `strict`: all of them or none; `check`: none, only look",
    )
    id: list[str] = Field([], max_length=1, description="The column that is the item's id")
    input: list[str] = Field([], max_length=100, description="The column that is the input; several make an object")
    expected_output: list[str] = Field([], max_length=100, description="The same for the expected output")


class RejectedRowOut(BaseModel):
    """A row that was not taken; `line` counts from 1, in Parquet it is the number of the row."""

    line: int
    id: str | None
    reason: str


class ProgressOut(BaseModel):
    """How far an import has come."""

    rows: int
    stored: int
    rejected: int


class ImportOut(ProgressOut):
    """What became of every row of a file."""

    dataset: str
    format: Format
    mode: Mode
    accepted: int = Field(description="Rows that are right; stored unless the mode says otherwise")
    rejected_rows: list[RejectedRowOut] = Field(description="The first thousand of them")
    complete: bool = Field(description="Whether the file could be read to its end")


class TracesIn(BaseModel):
    """Traces to be added: by their ids, or the newest that answer every question of a search."""

    model_config = ConfigDict(extra="forbid")

    trace_ids: list[FreeId] | None = Field(None, min_length=1, max_length=TRACES_MAX)
    search: TraceFilter | None = Field(None, description="What /metrics/traces/search takes")
    limit: int = Field(1000, ge=1, le=TRACES_MAX, description="How many traces of a search at most")
    score: str | None = Field(None, min_length=1, max_length=500, description="The score that becomes the items' own")


class RefusedTraceOut(BaseModel):
    """A trace that made no item."""

    trace_id: str
    reason: str


class TracesAddedOut(BaseModel):
    """What became of traces."""

    added: int
    item_ids: list[str]
    rejected: list[RefusedTraceOut]
