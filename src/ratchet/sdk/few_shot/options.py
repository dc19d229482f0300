"""What an application can set, in its environment or in code."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeVar

from ratchet.errors import Invalid
from ratchet.sdk.connection import Connection, read_connection
from ratchet.sdk.few_shot.failures import note_failure

Origin = Literal["ratchet", "langfuse"]
_PREFIX: Final = "RATCHET_FEW_SHOT_"
Default = TypeVar("Default", float, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class FewShotOptions:
    """Where examples come from, and how long an application waits for them.

    `source` is the kind of server that `connection` leads to. `rules` and `fallbacks` are paths of files; empty: those
    that come along. `dataset_name` and `holdout_share` go before what the project has set.
    """

    connection: Connection = field(default_factory=read_connection)
    source: Origin = "ratchet"
    dataset_name: str = ""
    first_wait_s: float = 0.5
    refresh_s: float = 60.0
    deadline_s: float = 0.05
    holdout_share: float | None = None
    rules: str = ""
    fallbacks: str = ""


def read_options(environment: Mapping[str, str] | None = None) -> FewShotOptions:
    """The options that variables named `RATCHET_FEW_SHOT_…` give; one that cannot be used is counted and passed over.

    With `RATCHET_FEW_SHOT_SOURCE=langfuse` the server is that of `LANGFUSE_HOST` (or `LANGFUSE_BASE_URL`), with
    `LANGFUSE_PUBLIC_KEY` and `LANGFUSE_SECRET_KEY`.
    """
    given = os.environ if environment is None else environment
    is_langfuse = given.get(f"{_PREFIX}SOURCE", "").strip().lower() == "langfuse"
    known = FewShotOptions(connection=_read_langfuse(given) if is_langfuse else read_connection(given))
    return FewShotOptions(
        connection=known.connection,
        source="langfuse" if is_langfuse else "ratchet",
        dataset_name=given.get(f"{_PREFIX}DATASET") or known.dataset_name,
        first_wait_s=_number(given, "FIRST_WAIT_S", known.first_wait_s),
        refresh_s=_number(given, "REFRESH_S", known.refresh_s),
        deadline_s=_number(given, "DEADLINE_S", known.deadline_s),
        holdout_share=_number(given, "HOLDOUT_SHARE", None),
        rules=given.get(f"{_PREFIX}RULES", ""),
        fallbacks=given.get(f"{_PREFIX}FALLBACKS", ""),
    )


def _read_langfuse(given: Mapping[str, str]) -> Connection:
    url = given.get("LANGFUSE_HOST") or given.get("LANGFUSE_BASE_URL") or ""
    return Connection(url.rstrip("/"), given.get("LANGFUSE_PUBLIC_KEY", ""), given.get("LANGFUSE_SECRET_KEY", ""))


def _number(given: Mapping[str, str], name: str, default: Default) -> float | Default:
    text = given.get(_PREFIX + name, "")
    if not text:
        return default
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if 0 <= value < float("inf"):
        return value
    note_failure("options", Invalid(f"{_PREFIX}{name} is {text!r}; a number of 0 or more was expected."))
    return default
