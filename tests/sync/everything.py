"""Everything that a server shows through its API, brought into a form in which two servers can be compared."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import httpx2

from ratchet.testing.server import Server

API = "/api/public"
# When a trace was stored here, and what follows from where it is.
_OWN = frozenset({"createdAt", "updatedAt"})
_ADDRESSES = frozenset({"url", "urlExpiry", "uploadedAt"})


def read_everything(server: Server) -> dict[str, Any]:
    """What a server keeps, by kind."""
    with server.client() as http:
        datasets = list(rows(http, "v2/datasets"))
        return {
            "score-configs": list(rows(http, "score-configs")),
            "models": [model for model in rows(http, "models") if not model["isLangfuseManaged"]],
            "prompts": list(prompts(http)),
            "datasets": datasets,
            "items": [without(item, _ADDRESSES) for set_ in datasets for item in items(http, set_["name"])],
            "runs": [run for dataset in datasets for run in runs(http, dataset["name"])],
            "traces": {row["id"]: trace(http, row["id"]) for row in rows(http, "traces")},
            "scores": list(rows(http, "v2/scores")),
            "comments": list(rows(http, "comments")),
            "sessions": list(rows(http, "sessions")),
        }


def rows(http: httpx2.Client, path: str, **params: Any) -> Iterator[dict[str, Any]]:
    page, pages = 1, 1
    while page <= pages:
        answer = get(http, path, page=page, limit=100, **params)
        yield from answer["data"]
        page, pages = page + 1, answer["meta"]["totalPages"]


def get(http: httpx2.Client, path: str, **params: Any) -> Any:
    answer = http.get(f"{API}/{path}", params=params or None)
    assert answer.status_code == 200, answer.text
    return answer.json()


def prompts(http: httpx2.Client) -> Iterator[Any]:
    for prompt in rows(http, "v2/prompts"):
        yield prompt
        for version in prompt["versions"]:
            yield get(http, f"v2/prompts/{quote(prompt['name'], safe='')}", version=version)


def items(http: httpx2.Client, name: str) -> Iterator[Any]:
    answer = http.get(f"/admin/datasets/{quote(name, safe='')}/items", params={"archived": "true", "limit": 1000})
    # What was made in one millisecond has no order by time that the API shows.
    ids = sorted(item["id"] for item in answer.json()["items"])
    yield from (get(http, f"dataset-items/{quote(item_id, safe='')}") for item_id in ids)


def runs(http: httpx2.Client, name: str) -> Iterator[Any]:
    path = f"datasets/{quote(name, safe='')}/runs"
    for run in rows(http, path):
        yield run, get(http, f"{path}/{quote(run['name'], safe='')}")


def trace(http: httpx2.Client, trace_id: str) -> Any:
    found = get(http, f"traces/{quote(trace_id, safe='')}")
    scores = found.pop("scores")
    return {**without(found, _OWN), "scores": scores}


def without(value: Any, names: frozenset[str]) -> Any:
    match value:
        case dict():
            return {name: without(part, names) for name, part in value.items() if name not in names}
        case list():
            return [without(part, names) for part in value]
        case _:
            return value
