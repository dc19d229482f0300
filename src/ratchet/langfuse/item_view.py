"""Items of datasets as Langfuse's API shows them, with the media that they refer to."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from ratchet.datasets.media_references import find_media_ids, find_media_references
from ratchet.domain.dataset import Item
from ratchet.domain.media import Media
from ratchet.domain.time import format_time
from ratchet.langfuse.media_view import to_media
from ratchet.media.links import MediaLinks
from ratchet.store.records import RecordStore
from ratchet.store.records.datasets import read_dataset_names
from ratchet.store.records.media import read_many_media


def show_items(records: RecordStore, links: MediaLinks, project_id: str, items: Sequence[Item]) -> list[dict[str, Any]]:
    """Items of any datasets of a project, with addresses for those of their media that are here."""
    names = read_dataset_names(records, project_id, {item.dataset_id for item in items})
    media = _read_media(records, project_id, {media_id for item in items for media_id in find_media_ids(item)})
    return [_to_item(item, names[item.dataset_id], media, links) for item in items if item.dataset_id in names]


def _read_media(records: RecordStore, project_id: str, media_ids: Collection[str]) -> dict[str, Media]:
    found = read_many_media(records, project_id, media_ids) if media_ids else {}
    return {media_id: media for media_id, media in found.items() if media.uploaded_at is not None}


def _to_item(item: Item, dataset_name: str, media: Mapping[str, Media], links: MediaLinks) -> dict[str, Any]:
    return {
        "id": item.id,
        "datasetId": item.dataset_id,
        "datasetName": dataset_name,
        "status": item.status,
        "input": item.input,
        "expectedOutput": item.expected_output,
        "metadata": item.metadata,
        "sourceTraceId": item.source_trace_id or None,
        "sourceObservationId": item.source_span_id or None,
        "createdAt": format_time(item.created_at),
        "updatedAt": format_time(item.version),
        "version": format_time(item.version),
        "mediaReferences": list(_to_references(item, media, links)),
    }


def _to_references(item: Item, media: Mapping[str, Media], links: MediaLinks) -> Iterator[dict[str, Any]]:
    values = {"input": item.input, "expectedOutput": item.expected_output, "metadata": item.metadata}
    for field, value in values.items():
        for reference in find_media_references(value):
            if (found := media.get(reference.media_id)) is not None:
                yield {
                    "field": field,
                    "referenceString": reference.text,
                    "jsonPath": reference.json_path,
                    "media": to_media(found, links),
                }
