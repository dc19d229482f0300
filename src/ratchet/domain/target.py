"""A target: what a regression run asks. An application's endpoint, or the traces that a release has left."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class TargetKind(StrEnum):
    """Where answers come from: an endpoint that is asked, or traces that are stored already."""

    HTTP = "http"
    RELEASE = "release"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A target under a name of the project's own.

    Of an endpoint: `url` and `body` are templates (`{{query}}`, `{{twin_id}}`, …) that `variables` has values for where
    a run has none. `sealed_headers` (a JSON object) can be opened with the server's secret only. `answer_path` and
    `trace_id_path` are JSONPath; without the first, the answer is found as in any output. `allow_private` lets it be on
    this machine or in its network. Of a release: its name, and the environment that its traces are in; empty for any.
    """

    project_id: str
    name: str
    kind: TargetKind
    created_at: datetime
    updated_at: datetime
    description: str = ""
    is_default: bool = False
    url: str = ""
    method: str = "POST"
    sealed_headers: str = ""
    header_names: tuple[str, ...] = ()
    body: Any = None
    variables: Mapping[str, Any] = field(default_factory=dict[str, Any])
    answer_path: str = ""
    trace_id_path: str = ""
    trace_id_header: str = ""
    allow_private: bool = False
    release: str = ""
    environment: str = ""
