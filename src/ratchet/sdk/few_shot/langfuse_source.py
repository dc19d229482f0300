"""Examples of a Langfuse server, through its public API."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from ratchet.domain.few_shot import Example
from ratchet.domain.qa import to_facts
from ratchet.errors import Invalid, Unprocessable
from ratchet.sdk.client import Client
from ratchet.sdk.connection import Connection
from ratchet.sdk.few_shot.source import Selected
from ratchet.sdk.few_shot.stock import EXAMPLES_MAX, Defaults, Stock, Wish, to_stock

_PAGE_SIZE: Final = 100
_ACTIVE: Final = "ACTIVE"


class LangfuseSource:
    """Reads items page by page; their score, and their type where one is said, are in their metadata."""

    def __init__(self, connection: Connection, detect: Callable[[str], str]) -> None:
        if not connection.url:
            raise Invalid("No Langfuse server is named. Set LANGFUSE_HOST, or RATCHET_FEW_SHOT_SOURCE to ratchet.")
        self._connection = connection
        self._detect = detect

    def read(self, dataset_name: str | None, min_score: float | None, etag: str) -> Stock | None:
        defaults = Defaults()
        floor = defaults.min_score if min_score is None else min_score
        name = dataset_name or defaults.dataset_name
        examples = (self._to_example(item, name) for item in self._items(name))
        return to_stock((one for one in examples if one is not None and one.score >= floor), defaults)

    def select(self, dataset_name: str, wish: Wish, *, strategy: str, redact: bool, deadline_s: float) -> Selected:
        raise Unprocessable(f"A Langfuse server selects nothing by {strategy}, and redacts nothing.")

    def _items(self, dataset_name: str) -> Iterator[Mapping[str, Any]]:
        with Client(self._connection) as client:
            for page in range(1, EXAMPLES_MAX // _PAGE_SIZE + 1):
                asked = {"datasetName": dataset_name, "page": page, "limit": _PAGE_SIZE}
                said = client.get("/api/public/dataset-items", asked)
                yield from said["data"]
                if page >= said["meta"]["totalPages"]:
                    return

    def _to_example(self, item: Mapping[str, Any], dataset_name: str) -> Example | None:
        facts = to_facts(item.get("input"), item.get("expectedOutput"), item.get("metadata"))
        if item.get("status", _ACTIVE) != _ACTIVE or not facts.query or not facts.response or facts.score is None:
            return None
        return Example(
            id=str(item["id"]),
            query=facts.query,
            response=facts.response,
            score=facts.score,
            query_type=facts.query_type or self._detect(facts.query),
            dataset=dataset_name,
            trace_id=item.get("sourceTraceId") or None,
        )
