"""An answer: what a target said to an item of a dataset in a regression run, and what judges thought of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class AnswerStatus(StrEnum):
    """Whether the target answered."""

    OK = "ok"
    FAILED = "failed"


class AskFailure(StrEnum):
    """Why a target gave no answer."""

    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"
    BLOCKED = "blocked"
    RATE_LIMITED = "rate_limited"
    UNAVAILABLE = "unavailable"
    SERVER_ERROR = "server_error"
    REFUSED = "refused"
    MALFORMED = "malformed"
    TOO_LARGE = "too_large"
    UNFIT_ITEM = "unfit_item"
    NO_TRACE = "no_trace"
    CLIENT = "client"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What one judge thought of an answer: a value, or in `failure` why it has none.

    Where there was nothing to judge, neither is there, and `detail` says why. Judges that give several scores have an
    opinion for each. `judge` is empty for a score that came with the answer.
    """

    score_name: str
    value: float | str | None = None
    judge: str = ""
    version: int = 0
    epoch: str = ""
    label: str = ""
    reasoning: str = ""
    failure: str = ""
    detail: str = ""
    cost_usd: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer to an item in one of its repeats, which count from 0.

    `error` is why there is none, one of `AskFailure` with what is known of it in `error_detail`. `trace_id` is the
    trace of the answer, as far as anybody said. Items of one `cluster` (a session, a task) are not independent; `None`
    where the item names none. `attempts` is how often the target was asked, `asked_at` nanoseconds since 1970.
    """

    item_id: str
    repeat: int
    status: AnswerStatus
    opinions: tuple[Opinion, ...] = ()
    output: Any = None
    error: AskFailure | None = None
    error_detail: str = ""
    latency_ms: float | None = None
    trace_id: str = ""
    cluster: str | None = None
    attempts: int = 1
    asked_at: int = 0
    is_judged: bool = False

    @property
    def is_ok(self) -> bool:
        return self.status is AnswerStatus.OK

    @property
    def scores(self) -> dict[str, float | None]:
        """Numbers by their names; `None` where a judge failed. Where there was nothing to judge, no entry."""
        return {
            one.score_name: float(one.value) if isinstance(one.value, int | float) else None
            for one in self.opinions
            if isinstance(one.value, int | float) or one.failure
        }

    @property
    def cost_usd(self) -> float:
        """What its judges cost."""
        return sum(one.cost_usd for one in self.opinions)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCount:
    """How far a run has come: how many answers there are, and of how many the judges have thought."""

    ok: int = 0
    failed: int = 0
    judged: int = 0
    cost_usd: float = 0.0
    failures: Mapping[str, int] = field(default_factory=dict[str, int])
    """Failed answers by their reason."""

    @property
    def answered(self) -> int:
        return self.ok + self.failed
