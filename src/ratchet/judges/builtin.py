"""The judges that every project has from its first start."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import time_ns
from typing import Any

from ratchet.domain.judge import Budget, Judge
from ratchet.domain.persona.audit import OVERALL
from ratchet.errors import Conflict
from ratchet.judges.kinds import KINDS, make_judge
from ratchet.judges.kinds.kind import Surroundings
from ratchet.store.records.judges import read_known_names, write_judge
from ratchet.store.records.projects import read_project

# Short, because what these say of a trace that was not yet complete is cheap to leave unsaid.
DELAY_S = 1.0
# Of a judge that asks a model, once somebody has switched it on.
COST_USD_PER_DAY = 5.0
_RECENTLY_US = 3_600_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Builtin:
    """A judge as we define it. One that asks no model and applies to any chat is on from the start."""

    name: str
    kind: str
    description: str
    score_name: str = ""
    is_quality: bool = False
    is_enabled: bool = True
    parameters: Mapping[str, Any] = field(default_factory=dict[str, Any])
    budget: Budget = field(default_factory=Budget)


def _asks_a_model(name: str, description: str, *, is_quality: bool) -> Builtin:
    """A judge that is there to be switched on, and then spends no more than a little."""
    return Builtin(
        name=name,
        kind=name,
        description=description,
        is_quality=is_quality,
        is_enabled=False,
        budget=Budget(cost_usd_per_day=COST_USD_PER_DAY),
    )


BUILTINS = (
    Builtin(name="length", kind="length", description="How many words the answer has."),
    Builtin(name="latency", kind="latency", description="How long the answer took."),
    Builtin(name="cost", kind="cost", description="What the answer cost."),
    Builtin(name="refusal", kind="refusal", description="Whether the answer declines to answer."),
    Builtin(
        name="groundedness",
        kind="groundedness",
        description="The share of the answer's claims that its sources support, where there are sources.",
        is_quality=True,
    ),
    Builtin(
        name="similarity",
        kind="similarity",
        description="How many words the answer shares with the one that is expected, where one is.",
        is_quality=True,
        is_enabled=False,  # traces bring no such answer; regression runs ask it
    ),
    _asks_a_model("faithfulness", "The share of the answer's claims that its sources support.", is_quality=True),
    _asks_a_model("citation_alignment", "The share of citations that point at a source that says so.", is_quality=True),
    _asks_a_model("answer_relevance", "How much the answer is about what was asked.", is_quality=True),
    _asks_a_model("completeness", "The share of what was asked that the answer deals with.", is_quality=True),
    _asks_a_model("tone", "How well the answer keeps to a tone: polite, calm and helpful.", is_quality=False),
    _asks_a_model("safety", "Whether the answer is safe to show.", is_quality=False),
    Builtin(
        name="persona_audit",
        kind="persona",
        score_name=OVERALL,
        description="How well the answer keeps to the persona that its system prompt describes.",
        is_quality=True,
        is_enabled=False,
        budget=Budget(cost_usd_per_day=COST_USD_PER_DAY),
    ),
)


def ensure_builtins(surroundings: Surroundings) -> None:
    """Give a project the judges of ours that it has not yet; one that was deleted stays away."""
    known = read_known_names(surroundings.records, surroundings.project_id)
    since_us = _find_beginning(surroundings)
    for builtin in BUILTINS:
        if builtin.name not in known and builtin.kind in KINDS:
            _define(surroundings, builtin, since_us)


def _find_beginning(surroundings: Surroundings) -> int:
    """When a project began, in microseconds, for its first traces may come before its judges; but not long ago."""
    project = read_project(surroundings.records, surroundings.project_id)
    recently_us = time_ns() // 1000 - _RECENTLY_US
    return recently_us if project is None else max(recently_us, int(project.created_at.timestamp() * 1e6))


def _define(surroundings: Surroundings, builtin: Builtin, since_us: int) -> None:
    judge = Judge(
        project_id=surroundings.project_id,
        name=builtin.name,
        version=1,
        kind=builtin.kind,
        created_at=datetime.now(UTC),
        description=builtin.description,
        score_name=builtin.score_name,
        parameters=builtin.parameters,
        is_quality=builtin.is_quality,
        delay_s=DELAY_S,
        budget=builtin.budget,
        is_enabled=builtin.is_enabled,
        epoch=make_judge(builtin.kind, builtin.parameters, surroundings).epoch,
    )
    try:
        write_judge(surroundings.records, judge, now_us=since_us)
    except Conflict:
        return  # another replica started at the same moment
