"""A turn of a conversation: what is known of it while it goes through the graph, and what surrounds it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypedDict

from ratchet import Connection, Persona
from twin.answering.model import Message, Model
from twin.answering.secrecy import Secret
from twin.examples import Examples
from twin.modes import Mode
from twin.prompts import Prompts
from twin.retrieval.index import Hit, Index
from twin.sessions import Exchange
from twin.settings import Settings
from twin.tracing.span import Tracing
from twin.twins import Twin


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be looked for, how many passages of it, and which kinds of documents are better, or come alone."""

    query: str
    k: int
    favours: Mapping[str, float] = field(default_factory=dict[str, float])
    kinds: Sequence[str] = ()


class Asked(TypedDict):
    """What the router has."""

    question: str
    history: Sequence[Exchange]


class Routed(Asked):
    """What the planner has."""

    mode: Mode


class Planned(Routed):
    """What retrieval has."""

    plan: Plan


class Retrieved(Planned):
    """What the realizer has."""

    hits: Sequence[Hit]


class Realized(Retrieved):
    """What the audit has; `secret` is what the answer must not tell."""

    messages: Sequence[Message]
    secret: Secret
    answer: str


class Turn(Realized):
    """All that is known in the end: the graph's state. `faults` are the rules that the answer breaks all the same."""

    rewrites: int
    faults: Sequence[str]


Update = dict[str, Any]
"""What a node adds to the state, by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a turn goes on in: the same for all turns with one twin, but for who listens."""

    twin: Twin
    persona: Persona
    index: Index
    model: Model
    prompts: Prompts
    tracing: Tracing
    settings: Settings
    connection: Connection
    """Where Ratchet is, and how long it may be waited for."""
    examples: Examples
    is_streamed: bool = False
