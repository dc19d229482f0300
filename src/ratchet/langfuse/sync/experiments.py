"""Runs as experiments show them, for servers that know no other, as Langfuse's version 4."""

from collections.abc import Iterator

from ratchet.langfuse.sync.remote import Remote, Row

API = "/api/public"
_EVER = "2023-01-01T00:00:00Z"


def read_runs_of_experiments(source: Remote, dataset: Row) -> Iterator[Row]:
    """The runs of a dataset, each with what ran in it, in the form of the older API."""
    asked = {"datasetId": dataset["id"], "fields": "core,metadata"}
    for page in source.walk(f"{API}/experiments", {"fromStartTime": _EVER, **asked}):
        for experiment in page:
            yield {
                "id": experiment["id"],
                "name": experiment["name"],
                "description": experiment.get("description"),
                "metadata": experiment.get("metadata"),
                "datasetName": dataset["name"],
                "datasetRunItems": list(_read_items(source, experiment["id"])),
            }


def _read_items(source: Remote, experiment_id: str) -> Iterator[Row]:
    asked = {"fromStartTime": _EVER, "experimentId": experiment_id, "fields": "core"}
    for page in source.walk(f"{API}/experiment-items", asked):
        for item in page:
            yield {
                "datasetItemId": item["experimentItemId"],
                "traceId": item["traceId"],
                "observationId": item["id"],
                "createdAt": item["startTime"],
                "updatedAt": item.get("endTime") or item["startTime"],
            }
