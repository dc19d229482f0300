"""The formats: what each is for, and what its files are called."""

from collections.abc import Mapping
from typing import NamedTuple

from ratchet.domain.export import ExportFormat


class Format(NamedTuple):
    """What a format is for, and how its files end; `is_directory`: they stand in a directory of their own."""

    name: str
    description: str
    extension: str
    media_type: str
    fields: tuple[str, ...]
    is_directory: bool = False

    def file_names(self, stem: str, *, is_split: bool) -> list[str]:
        """The data files, in the order train, validation."""
        if self.is_directory:
            names = ["train.jsonl", "validation.jsonl"]
        elif is_split:
            names = [f"{stem}.train{self.extension}", f"{stem}.val{self.extension}"]
        else:
            names = [f"{stem}{self.extension}"]
        return names if is_split else names[:1]

    def beside(self, stem: str, what: str) -> str:
        """The name of the file of statistics, or of the manifest."""
        return f"{what}.json" if self.is_directory else f"{stem}.{what}.json"


_JSONL = (".jsonl", "application/x-ndjson")
_RECORD = (
    *("id", "query", "response", "score", "score_name", "query_type", "input", "expected_output", "metadata"),
    *("source_trace_id", "source_observation_id", "created_at", "updated_at"),
)

CSV_FIELDS = ("query", "response", "score", "query_type")

FORMATS: Mapping[ExportFormat, Format] = {
    ExportFormat.JSONL: Format(
        "JSON Lines", "An item a line with everything that is known of it; `ratchet datasets import` takes it back.",
        *_JSONL, _RECORD,
    ),
    ExportFormat.CSV: Format(
        "CSV", "For spreadsheets. A cell that one would take for a formula begins with an apostrophe.",
        ".csv", "text/csv", CSV_FIELDS,
    ),
    ExportFormat.OPENAI: Format(
        "OpenAI fine-tuning", "Chats of system, user, assistant and tools, checked against OpenAI's rules.",
        *_JSONL, ("messages", "tools"),
    ),
    ExportFormat.HUGGINGFACE: Format(
        "HuggingFace datasets", "A directory that `datasets.load_dataset` loads with its splits.",
        *_JSONL, ("instruction", "input", "output", "context"), is_directory=True,
    ),
    ExportFormat.PARQUET: Format(
        "Parquet", "Columns for pandas, polars and DuckDB; input, expected output and metadata are JSON texts.",
        ".parquet", "application/vnd.apache.parquet", _RECORD,
    ),
    ExportFormat.MESSAGES: Format(
        "Chat messages", "Chats as chat templates and trainers such as TRL take them, with no provider's rules.",
        *_JSONL, ("messages", "tools"),
    ),
    ExportFormat.PREFERENCE: Format(
        "Preference pairs", "A prompt with a chosen and a rejected answer, as DPO trainers such as TRL take them.",
        *_JSONL, ("prompt", "chosen", "rejected"),
    ),
    ExportFormat.OPENAI_PREFERENCE: Format(
        "OpenAI preference pairs", "The same as OpenAI's preference fine-tuning takes it.",
        *_JSONL, ("input", "preferred_output", "non_preferred_output"),
    ),
}  # fmt: skip
