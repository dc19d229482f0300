"""Examples of a Ratchet server."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from ratchet.domain.few_shot import Example
from ratchet.sdk.client import Client
from ratchet.sdk.connection import Connection
from ratchet.sdk.few_shot.forking import PerProcess
from ratchet.sdk.few_shot.source import Selected
from ratchet.sdk.few_shot.stock import EXAMPLES_MAX, Defaults, Stock, Wish, to_stock

READ_TIMEOUT_S: Final = 10.0
_SELECT_TIMEOUT_S: Final = 1.0
"""After it, an answer that nobody waits for any more is given up."""
_ROOT = "/admin/few-shot"
_SELECTED_MAX: Final = 20
_DEADLINE_MS_MAX: Final = 10_000
_WIRE_MS: Final = 10
"""Of a deadline, what is kept for the way there and back."""


class RatchetSource:
    """Reads all examples at once, and has the server select where texts must be compared."""

    def __init__(self, connection: Connection, deadline_s: float) -> None:
        self._connection = replace(connection, timeout_s=min(connection.timeout_s, READ_TIMEOUT_S))
        selecting = replace(connection, timeout_s=max(deadline_s, _SELECT_TIMEOUT_S))
        self._selecting = PerProcess(lambda: Client(selecting))

    def read(self, dataset_name: str | None, min_score: float | None, etag: str) -> Stock | None:
        asked = {"dataset_name": dataset_name, "min_score": min_score, "limit": EXAMPLES_MAX}
        with Client(self._connection) as client:  # a connection that is used once a minute is not worth keeping
            found = client.get_newer(f"{_ROOT}/examples", asked, etag=etag)
        if found is None:
            return None
        said, tag = found
        return to_stock(map(to_example, said["examples"]), _to_defaults(said.get("settings") or {}), tag)

    def select(self, dataset_name: str, wish: Wish, *, strategy: str, redact: bool, deadline_s: float) -> Selected:
        said = self._selecting.get().post(
            f"{_ROOT}/select",
            {
                "query": wish.query,
                "query_type": wish.query_type,
                "dataset_name": dataset_name,
                "n": min(wish.n, _SELECTED_MAX),
                "min_score": wish.min_score,
                "strategy": strategy,
                "token_budget": wish.token_budget,
                "redact": redact or None,
                "deadline_ms": min(max(1, round(deadline_s * 1000) - _WIRE_MS), _DEADLINE_MS_MAX),
            },
        )
        return Selected([to_example(one) for one in said["examples"]], str(said["strategy"]))


def to_example(said: Mapping[str, Any]) -> Example:
    """An example as the server tells it."""
    return Example(
        id=str(said["id"]),
        query=str(said["query"]),
        response=str(said["response"]),
        score=float(said["score"]),
        query_type=str(said["query_type"]),
        dataset=str(said["dataset"]),
        trace_id=said.get("trace_id") or None,
    )


def _to_defaults(said: Mapping[str, Any]) -> Defaults:
    known = Defaults()
    return Defaults(
        dataset_name=str(said.get("dataset_name", known.dataset_name)),
        n=int(said.get("n", known.n)),
        min_score=float(said.get("min_score", known.min_score)),
        strategy=str(said.get("strategy", known.strategy)),
        token_budget=said.get("token_budget"),
        holdout_share=float(said.get("holdout_share", known.holdout_share)),
    )
