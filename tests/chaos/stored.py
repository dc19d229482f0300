"""Everything that a server holds, read page by page as a client would."""

from collections.abc import Iterator
from typing import Any

import httpx2


def stored_span_ids(client: httpx2.Client) -> list[str]:
    """The id of every row that reads as a span: one that is there twice is in the list twice."""
    rows = _pages(client, "/api/public/v2/observations", {"fields": "core", "limit": 1000})
    return [row["id"] for row in rows]


def stored_score_ids(client: httpx2.Client) -> list[str]:
    """As `stored_span_ids`, for scores that were sent; judges give others."""
    return [row["id"] for row in _pages(client, "/api/public/v3/scores", {"limit": 100, "source": "API"})]


def _pages(client: httpx2.Client, path: str, query: dict[str, Any]) -> Iterator[dict[str, Any]]:
    cursor = None
    while True:
        answer = client.get(path, params=query if cursor is None else {**query, "cursor": cursor})
        assert answer.status_code == 200, answer.text
        yield from answer.json()["data"]
        cursor = answer.json()["meta"].get("cursor")
        if cursor is None:
            return
