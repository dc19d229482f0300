"""Datasets as files for fine-tuning, written by the server that keeps them."""

import asyncio
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import quote

from ratchet.domain.export import ExportFormat, ExportState
from ratchet.errors import Conflict
from ratchet.sdk.connection import Connection, read_connection

_PATIENCE_S = 600.0
_POLL_S = 0.5
_OVER = frozenset(state.value for state in ExportState if state.is_over)


class DatasetExporter:
    """Asks a running server for exports; `get_dataset_exporter` makes one."""

    def __init__(self, connection: Connection | None = None) -> None:
        self._connection = connection

    async def export_dataset(
        self,
        dataset_name: str,
        output_path: str | None = None,
        format: ExportFormat | str = ExportFormat.JSONL,  # noqa: A002 - as it is called everywhere
        *,
        min_score: float | None = None,
        max_score: float | None = None,
        query_type: str | None = None,
        from_date: datetime | str | None = None,
        to_date: datetime | str | None = None,
        train_split: float | None = 0.8,
        seed: int = 42,
        background: bool = False,
        **options: Any,
    ) -> dict[str, Any]:
        """Write the items of a dataset to files on the server, and wait until they are there.

        Arguments:
            dataset_name: which dataset.
            output_path: where to, inside the server's `RATCHET_EXPORT_DIR`, whose root a leading `/` is.
            format: an `ExportFormat` or its value.
            min_score: only items with this score at least.
            max_score: only items with this score at most.
            query_type: only items of this query type.
            from_date: only items made from then on; ISO 8601, in UTC where there is no zone.
            to_date: only items made until then.
            train_split: the share for training, above 0 and below 1; `None` writes one file.
            seed: of the shuffle; the same version, filters and seed give the same bytes.
            background: let the server write it beside requests, which suits large ones; waited for all the same.
            options: what else `POST /admin/datasets/{name}/export` takes: `redact`, `drop_duplicates`, `stratify`, …

        Returns the statistics (`total_items`, `train_items`, `val_items`, `avg_score`, `query_types`, …) with
        `export_id`, `files` and `report` beside them.

        Raises `errors.Unprocessable` for a value or path that is not usable and where nothing is left to export,
        `errors.NotFound` without such a dataset, `errors.Conflict` where files are there or the export came to
        nothing, `errors.Unavailable` when no server answers.

        """
        asked = options | {
            "output_path": output_path,
            "format": format,
            "min_score": min_score,
            "max_score": max_score,
            "query_type": query_type,
            "from_date": _to_iso(from_date),
            "to_date": _to_iso(to_date),
            "train_split": train_split,
            "seed": seed,
            "background": background,
        }
        return _to_stats(await self._export(dataset_name, asked))

    async def get_dataset_stats(self, dataset_name: str) -> dict[str, Any]:
        """How many items a dataset has, the mean and spread of their scores, and their query types."""
        return await self._ask("GET", f"{_path(dataset_name)}/stats")

    async def _export(self, dataset_name: str, asked: dict[str, Any]) -> dict[str, Any]:
        done = await self._ask("POST", f"{_path(dataset_name)}/export", asked)
        while done["export_id"] is not None and done["state"] not in _OVER:
            await asyncio.sleep(_POLL_S)
            done = await self._ask("GET", f"/admin/exports/{done['export_id']}")
        if done["state"] in (ExportState.FAILED, ExportState.CANCELLED):
            raise Conflict(f"The export {done['state']}: {done['error'] or 'somebody gave it up'}")
        return done

    async def _ask(self, method: str, path: str, json: Any = None) -> Any:
        from ratchet.sdk.client import AsyncClient  # noqa: PLC0415 - it brings an HTTP library; not every run asks

        connection = self._connection or read_connection()
        patient = replace(connection, timeout_s=max(connection.timeout_s, _PATIENCE_S))
        async with AsyncClient(patient) as client:
            return await client.request(method, path, json=json)


def get_dataset_exporter(connection: Connection | None = None) -> DatasetExporter:
    """An exporter for the server at `RATCHET_URL`, with the keys `RATCHET_PUBLIC_KEY` and `RATCHET_SECRET_KEY`.

    Arguments:
        connection: where to ask instead; by default the environment is read at every call.

    Nothing is sent until a method is awaited.

    """
    return DatasetExporter(connection)


def _path(dataset_name: str) -> str:
    return f"/admin/datasets/{quote(dataset_name, safe='')}"


def _to_iso(moment: datetime | str | None) -> str | None:
    return moment.isoformat() if isinstance(moment, datetime) else moment


def _to_stats(done: dict[str, Any]) -> dict[str, Any]:
    return {**done["stats"], **{name: done[name] for name in ("export_id", "output_path", "files", "report")}}
