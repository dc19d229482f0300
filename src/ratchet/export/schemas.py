"""Exports as they are asked for and shown."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from ratchet.domain.export import Checks, Export, ExportFormat, ExportOrder, Group
from ratchet.errors import Unprocessable
from ratchet.export.formats import Format
from ratchet.http.ranges import Moment


def _without_nul(text: str) -> str:
    if "\0" in text:
        raise ValueError("A text holds no NUL character")
    return text


_Text = Annotated[str, AfterValidator(_without_nul)]
_Score = Annotated[float, Field(ge=-1e12, le=1e12, allow_inf_nan=False)]


class ExportIn(BaseModel):
    """What is to be exported, how, and where to."""

    model_config = ConfigDict(extra="forbid")

    output_path: Annotated[_Text, StringConstraints(min_length=1, max_length=1000)] | None = Field(
        None,
        description="Inside the export directory, whose root a leading `/` is; by dataset and time if not given",
    )
    format: ExportFormat = ExportFormat.JSONL
    min_score: _Score | None = None
    max_score: _Score | None = None
    query_type: Annotated[_Text, StringConstraints(min_length=1, max_length=500)] | None = None
    from_date: Moment | None = Field(None, description="Items made from then on; ISO 8601, in UTC without an offset")
    to_date: Moment | None = Field(None, description="Items made until then, that moment included")
    as_of: Moment | None = Field(None, description="The dataset as it was at that moment; now if not given")
    train_split: float | None = Field(
        0.8, gt=0, lt=1, description="The share for training; null writes one file in the order of the dataset"
    )
    seed: int = Field(42, ge=0, lt=2**31, description="Of the split and the order; the same seed gives the same bytes")
    background: bool = False
    dry_run: bool = Field(False, description="Report what the export would come to, and write nothing")
    overwrite: bool = Field(False, description="Replace files of this project that are there")
    drop_duplicates: bool = Field(False, description="Leave out items that are nearly the same as another")
    drop_contaminated: bool = Field(False, description="Leave out items whose query is in an evaluation dataset")
    keep_together: Group | None = Field(None, description="Keep items of one session, user or document on one side")
    stratify: bool = Field(False, description="Split each query type by itself")
    redact: bool = Field(False, description="Take personal data and secrets out that can be told by their form")
    checks: Checks = Field(
        Checks.FAST,
        description="How many items to look at for the report: none, some of many (fast), or every one (full)",
    )
    system_prompt: Annotated[_Text, StringConstraints(max_length=100_000)] | None = Field(
        None, description="Leads chats that bring no system message"
    )
    model: Annotated[_Text, StringConstraints(min_length=1, max_length=200)] | None = Field(
        None, description="What is to be trained: for limits, tokens and the estimate of costs"
    )
    min_margin: float = Field(0.1, ge=0, le=1, description="How much better a chosen answer is than a rejected one")

    def to_order(self) -> ExportOrder:
        """The order; raises `Unprocessable` for ranges that end before they begin."""
        _check_range("min_score", self.min_score, self.max_score, "max_score")
        _check_range("from_date", self.from_date, self.to_date, "to_date")
        if self.stratify and self.keep_together:
            raise _unusable("stratify", "this cannot be had together with keep_together; choose one")
        return ExportOrder(
            format=self.format,
            min_score=self.min_score,
            max_score=self.max_score,
            query_type=self.query_type,
            start=self.from_date,
            end=self.to_date,
            as_of=self.as_of or 0,
            train_split=self.train_split,
            seed=self.seed,
            system_prompt=self.system_prompt,
            model=self.model,
            margin=self.min_margin,
            drop_duplicates=self.drop_duplicates,
            drop_contaminated=self.drop_contaminated,
            keep_together=self.keep_together,
            stratify=self.stratify,
            redact=self.redact,
            checks=self.checks,
            overwrite=self.overwrite,
        )


class FileOut(BaseModel):
    """A file of an export."""

    name: str
    size_bytes: int
    sha256: str
    items: int | None = Field(description="How many items are in it; null for statistics and the manifest")
    download: str = Field(description="The path to fetch it from")


class ExportOut(BaseModel):
    """An export and how far it is."""

    export_id: str | None = Field(description="null for a dry run")
    dataset_name: str
    state: str = Field(description="queued, running, completed, failed, cancelled; dry_run for one")
    format: ExportFormat
    output_path: str | None = Field(description="Where the files are, below the export directory, without endings")
    created_at: datetime | None
    progress: int = Field(description="Items written so far")
    total: int = Field(description="Items to write; 0 until they are counted")
    error: str | None = None
    files: list[FileOut] = []
    report: dict[str, Any] = Field({}, description="What was left out and why, duplicates, leaks, tokens and more")

    # The seed's statistics, once they are known.
    total_items: int | None = None
    train_items: int | None = None
    val_items: int | None = None
    stats: dict[str, Any] | None = Field(None, description="The file of statistics")

    @classmethod
    def of(cls, export: Export) -> "ExportOut":
        """An export as it leaves."""
        report = dict(export.report)
        stats = report.pop("stats", None) or {}
        return cls(
            export_id=export.id,
            dataset_name=export.dataset_name,
            state=export.state,
            format=export.order.format,
            output_path=export.place,
            created_at=export.created_at,
            progress=export.progress,
            total=export.total,
            error=export.error or None,
            files=[
                FileOut(**_fields(file), download=f"/admin/exports/{export.id}/files/{file.name}")
                for file in export.files
            ],
            report=report,
            total_items=stats.get("total_items"),
            train_items=stats.get("train_items"),
            val_items=stats.get("val_items"),
            stats=stats or None,
        )


class ExportsOut(BaseModel):
    """A page of exports, newest first."""

    exports: list[ExportOut]
    total: int = Field(description="How many there are on all pages")


class PageIn(BaseModel):
    """Which part of the list."""

    model_config = ConfigDict(extra="forbid")

    dataset: Annotated[_Text, StringConstraints(min_length=1, max_length=500)] | None = Field(
        None, description="Only exports of the dataset of this name"
    )
    offset: int = Field(0, ge=0, le=1_000_000_000)
    limit: int = Field(50, ge=1, le=200)


class FormatOut(BaseModel):
    """A format and what its files are called."""

    format: ExportFormat
    name: str
    description: str
    extension: str
    fields: list[str]
    files: list[str] = Field(description="With a split, for an output_path that ends in `{name}`")

    @classmethod
    def of(cls, kind: ExportFormat, described: Format) -> "FormatOut":
        """A format as it leaves."""
        prefix = "{name}/" if described.is_directory else ""
        files = [*described.file_names("{name}", is_split=True), described.beside("{name}", "stats")]
        return cls(
            format=kind,
            name=described.name,
            description=described.description,
            extension=described.extension,
            fields=list(described.fields),
            files=[prefix + name for name in (*files, described.beside("{name}", "manifest"))],
        )


class FormatsOut(BaseModel):
    """The formats."""

    formats: list[FormatOut]


class BinOut(BaseModel):
    """How many scores lie from one number to another."""

    from_: float = Field(alias="from")
    to: float
    count: int


class StatsOut(BaseModel):
    """What a dataset's active items come to."""

    dataset_name: str
    total_items: int
    scored_items: int
    avg_score: float | None
    min_score: float | None
    max_score: float | None
    score_histogram: list[BinOut]
    query_types: dict[str, int] = Field(description='Items by query type; `""` for none')


def _fields(file: Any) -> dict[str, Any]:
    return {name: getattr(file, name) for name in ("name", "size_bytes", "sha256", "items")}


def _check_range(field: str, low: float | None, high: float | None, other: str) -> None:
    if low is not None and high is not None and low > high:
        raise _unusable(field, f"this is above {other}")


def _unusable(field: str, message: str) -> Unprocessable:
    return Unprocessable(f"{field}: {message}.", details={"fields": [{"field": field, "message": message}]})
