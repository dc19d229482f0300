"""A Langfuse as the destination, through its public API.

It keeps the ids of traces, observations, items and scores, and gives the rest ids and times of its own; what is there
already by its name is left as it is.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ratchet.errors import Conflict, NotFound, RatchetError
from ratchet.langfuse.sync.events import (
    Event,
    to_batches,
    to_body,
    to_observation_event,
    to_score_event,
    to_trace_event,
)
from ratchet.langfuse.sync.remote import Remote, Row, quoted

API = "/api/public"

_CONFIG = ("name", "dataType", "minValue", "maxValue", "description")
_MODEL = ("modelName", "matchPattern", "startDate", "unit", "tokenizerId", "tokenizerConfig")
_FLAT_PRICES = ("inputPrice", "outputPrice", "totalPrice")
_PROMPT = ("name", "type", "prompt", "config", "tags", "commitMessage")
_DATASET = ("name", "description", "metadata", "inputSchema", "expectedOutputSchema")
_ITEM = ("datasetName", "id", "input", "expectedOutput", "metadata", "sourceTraceId", "sourceObservationId", "status")
_LINK = ("datasetItemId", "traceId", "observationId", "createdAt")
_COMMENT = ("objectType", "objectId", "content", "authorUserId")


class LangfuseDestination:
    """A Langfuse server."""

    def __init__(self, remote: Remote) -> None:
        self.remote = remote
        self._project: str = remote.get(f"{API}/projects")["data"][0]["id"]
        # What has another id there, by its id at the source.
        self._configs = dict[str, str]()
        self._runs = dict[str, str]()
        self._one_by_one: Mapping[str, Callable[[Row], bool]] = {
            "score-configs": self._keep_config,
            "models": self._keep_model,
            "prompts": self._keep_version,
            "datasets": self._keep_dataset,
            "dataset-items": self._keep_item,
            "runs": self._keep_run,
            "comments": self._keep_comment,
        }

    def keep(self, kind: str, copies: Sequence[Row]) -> dict[str, Any]:
        """Take copies of a kind."""
        match kind:
            case "traces":
                return self._send([event for trace in copies for event in _events_of(trace)], len(copies))
            case "scores":
                return self._send([to_score_event(self._at_home(score)) for score in copies], len(copies))
            case _:
                return self._keep_each(self._one_by_one[kind], copies)

    def _keep_each(self, keep_one: Callable[[Row], bool], copies: Sequence[Row]) -> dict[str, Any]:
        changed, refused = 0, list[Row]()
        for copy in copies:
            try:
                changed += keep_one(copy)
            except RatchetError as error:
                refused.append({"id": copy.get("id"), "reason": error.message})
        return {"changed": changed, "refused": refused}

    def _send(self, events: Sequence[Event], copies: int) -> dict[str, Any]:
        """Send events to the ingestion API; what is sent again is stored once."""
        refused, subjects = dict[str, str](), {event.id: event.subject_id for event in events}
        for batch in to_batches(events):
            headers = {"content-type": "application/json"}
            answer = self.remote.send("POST", f"{API}/ingestion", content=to_body(batch), headers=headers)
            refused |= {subjects.get(one["id"], ""): str(one.get("message")) for one in answer["errors"]}
        told = [{"id": subject_id, "reason": reason} for subject_id, reason in refused.items()]
        return {"changed": max(copies - len(told), 0), "refused": told}

    def _keep_config(self, config: Row) -> bool:
        known = {one["name"]: one["id"] for one in self.remote.rows(f"{API}/score-configs")}
        if config["name"] in known:
            self._configs[config["id"]] = known[config["name"]]
            return False
        # The categories of a BOOLEAN are given.
        categories = {"categories": config["categories"]} if config["dataType"] == "CATEGORICAL" else {}
        made = self.remote.send("POST", f"{API}/score-configs", json={**_pick(config, _CONFIG), **categories})
        self._configs[config["id"]] = made["id"]
        if config.get("isArchived"):
            self.remote.send("PATCH", f"{API}/score-configs/{quoted(made['id'])}", json={"isArchived": True})
        return True

    def _keep_model(self, model: Row) -> bool:
        known = self.remote.rows(f"{API}/models")
        if any(one["modelName"] == model["modelName"] and not one["isLangfuseManaged"] for one in known):
            return False
        tiers = [_to_tier(tier) for tier in model.get("pricingTiers") or ()]
        prices = {"pricingTiers": tiers} if tiers else _pick(model, _FLAT_PRICES)
        self.remote.send("POST", f"{API}/models", json={**_pick(model, _MODEL), **prices})
        return True

    def _keep_version(self, version: Row) -> bool:
        path = f"{API}/v2/prompts/{quoted(version['name'])}"
        labels = [label for label in version["labels"] if label != "latest"]
        number, is_new = version["version"], not self._has(path, version=version["version"], resolve="false")
        if is_new:
            said = {**_pick(version, _PROMPT), "labels": labels}
            number = self.remote.send("POST", f"{API}/v2/prompts", json=said)["version"]
        elif labels:
            self.remote.send("PATCH", f"{path}/versions/{number}", json={"newLabels": labels})
        if number != version["version"]:
            raise Conflict(f"{version['name']!r} version {version['version']} became version {number} there")
        return is_new

    def _keep_dataset(self, dataset: Row) -> bool:
        is_new = not self._has(f"{API}/v2/datasets/{quoted(dataset['name'])}")
        self.remote.send("POST", f"{API}/v2/datasets", json=_pick(dataset, _DATASET))
        return is_new

    def _keep_item(self, item: Row) -> bool:
        self.remote.send("POST", f"{API}/dataset-items", json=_pick(item, _ITEM))
        return True

    def _keep_run(self, run: Row) -> bool:
        known = self._read_links(run)
        said = {"runName": run["name"], "runDescription": run.get("description"), "metadata": run.get("metadata")}
        news = [item for item in run["datasetRunItems"] if (item["datasetItemId"], item["traceId"]) not in known]
        for item in news:
            link = self.remote.send("POST", f"{API}/dataset-run-items", json={**said, **_pick(item, _LINK)})
            self._runs[run["id"]] = link["datasetRunId"]
        return bool(news)

    def _read_links(self, run: Row) -> set[tuple[str, str]]:
        """The items and traces of a run that is there already."""
        path = f"{API}/datasets/{quoted(run['datasetName'])}/runs/{quoted(run['name'])}"
        try:
            there = self.remote.get(path)
        except NotFound:
            return set()
        self._runs[run["id"]] = there["id"]
        return {(item["datasetItemId"], item["traceId"]) for item in there["datasetRunItems"]}

    def _keep_comment(self, comment: Row) -> bool:
        asked = {"objectType": comment["objectType"], "objectId": comment["objectId"]}
        if any(one["content"] == comment["content"] for one in self.remote.rows(f"{API}/comments", **asked)):
            return False
        said = {**_pick(comment, _COMMENT), "projectId": self._project}
        self.remote.send("POST", f"{API}/comments", json=said)
        return True

    def _at_home(self, score: Row) -> Row:
        """A score with the ids that its config and its run have there."""
        config, run = score.get("configId"), score.get("datasetRunId")
        return {
            **score,
            "configId": self._configs.get(config) if config else None,
            "datasetRunId": self._runs.get(run, run) if run else None,
        }

    def _has(self, path: str, **params: Any) -> bool:
        try:
            self.remote.get(path, **params)
        except NotFound:
            return False
        return True


def _events_of(trace: Row) -> list[Event]:
    own = [to_trace_event(trace)] if "timestamp" in trace else []
    return [*own, *map(to_observation_event, trace["observations"])]


def _to_tier(tier: Row) -> Row:
    return {name: value for name, value in tier.items() if name != "id"}


def _pick(row: Row, names: Sequence[str]) -> dict[str, Any]:
    return {name: row[name] for name in names if row.get(name) is not None}
