"""Keeping to a persona while an application answers: audit, rewrite, and audit again."""

from collections.abc import Awaitable, Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Self

from ratchet.domain.persona.audit import REWRITES, Audit, Finding, Standing
from ratchet.domain.persona.checking import check_all
from ratchet.domain.persona.clause import Aspect, Clause
from ratchet.domain.persona.reading import read_clauses
from ratchet.domain.persona.written import parse_clause, unite
from ratchet.sdk.connection import Connection

if TYPE_CHECKING:
    from ratchet.sdk.client import AsyncClient, Client

_AUDIT_PATH = "/admin/judges/persona/audit"
_SCORES_PATH = "/api/public/scores"

Rewrite = Callable[[str, Audit], str]
AsyncRewrite = Callable[[str, Audit], Awaitable[str]]


@dataclass(frozen=True, slots=True)
class Persona:
    """What answers keep to: `text` in prose, single `clauses` beside it, or a persona `judge` of the server instead.

    Each sentence of the text is a clause. Lengths, forms and words are checked here, in plain English wordings such as
    "at most 60 words"; a clause may also be an object that says its checks, as in the judge's parameters. What else
    clauses ask for is judged by the server's model, unless `ask_model` is off. Raises `ValueError` for a clause that is
    none.

    Example:
        >>> audit = Persona("Answer in at most 2 words. Be calm, like a pharmacist.").check("Take two pills.")
        >>> audit.broken[0].reason
        'It has 3 words, at most 2 are wanted.'
        >>> audit.unjudged[0].clause.text
        'Be calm, like a pharmacist.'

    """

    text: str = ""
    clauses: Sequence[str | Mapping[str, Any]] = ()
    judge: str = ""
    ask_model: bool = True
    _read: tuple[Clause, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        try:
            written = [parse_clause(one) for one in self.clauses]
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"One of the clauses cannot be used: {error!r}.") from error
        object.__setattr__(self, "_read", unite(written, read_clauses(self.text)))

    def check(self, answer: str) -> Audit:
        """What can be found out here, asking nobody; of a persona that a judge knows, nothing."""
        return Audit(findings=check_all(self._read, answer))


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An answer after all rewrites: the one with the fewest broken clauses, the later of equals, and its `audit`.

    `audits` are all that were made, in order. `unaudited` says why clauses were left unjudged, `uncounted` why the
    rewrites could not be recorded; both are empty when all went well.
    """

    answer: str
    audit: Audit
    audits: tuple[Audit, ...]
    rewrites: int
    uncounted: str = ""

    @property
    def is_kept(self) -> bool:
        """Whether every clause was judged, and none is broken."""
        return bool(self.audit.findings) and not self.audit.broken and not self.audit.unjudged

    @property
    def unaudited(self) -> str:
        return self.audit.unjudged_why


def keep_to_persona(
    persona: Persona | str,
    answer: str,
    rewrite: Rewrite,
    *,
    question: str = "",
    rewrites_max: int = 2,
    trace_id: str = "",
    connection: Connection | None = None,
) -> Kept:
    """Audit an answer; while it breaks a clause, have it rewritten and audit again. Never raises what a server causes.

    Args:
        persona: what the answer keeps to; a text is `Persona(text)`.
        answer: the answer as the application has it.
        rewrite: the application's own function; given the latest answer and its audit, it returns the next answer.
            `audit.advice` says what to mend, `audit.broken` has each clause with its reason. What it raises is raised.
        question: what was asked, for the model that judges.
        rewrites_max: how many times it is rewritten at most.
        trace_id: the trace that gets a score `rewrite_count`, when there were any; empty: none is recorded.
        connection: the server to ask; by default `RATCHET_URL` with the keys of the environment.

    Returns:
        The best answer, its audit, and how many rewrites there were. Without a server, or without a model there, the
        clauses that can be checked count alone, and `unaudited` says why.

    """
    steps = _keep(_Case(_to_persona(persona), question, trace_id), answer, rewrites_max)
    with _Wire(connection) as wire:
        said: Any = None
        while True:
            try:
                step = steps.send(said)
            except StopIteration as end:
                return end.value
            said = wire.post(step) if isinstance(step, _Request) else rewrite(step.answer, step.audit)


async def keep_to_persona_async(
    persona: Persona | str,
    answer: str,
    rewrite: AsyncRewrite,
    *,
    question: str = "",
    rewrites_max: int = 2,
    trace_id: str = "",
    connection: Connection | None = None,
) -> Kept:
    """As `keep_to_persona`, with a `rewrite` that is awaited."""
    steps = _keep(_Case(_to_persona(persona), question, trace_id), answer, rewrites_max)
    async with _AsyncWire(connection) as wire:
        said: Any = None
        while True:
            try:
                step = steps.send(said)
            except StopIteration as end:
                return end.value
            said = await (wire.post(step) if isinstance(step, _Request) else rewrite(step.answer, step.audit))


@dataclass(frozen=True, slots=True)
class _Request:
    path: str
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Rewriting:
    answer: str
    audit: Audit


_Step = _Request | _Rewriting
"""What the loop wants done: it is sent the server's answer, or the error that came instead, or the next answer."""


class _Case:
    """What one loop knows. A server that failed once is not asked again, so that it is waited for once."""

    def __init__(self, persona: Persona, question: str, trace_id: str) -> None:
        self._persona = persona
        self._question = question
        self._trace_id = trace_id
        self._lost = ""

    def examine(self, answer: str) -> Generator[_Step, Any, Audit]:
        """An audit by the server where it takes one, else by checks alone."""
        known = self._persona.check(answer)
        if not self._persona.judge and not known.unjudged:
            return known
        if not self._persona.ask_model and not self._persona.judge:
            return replace(known, unjudged_why="No model is to be asked.")
        if not self._lost:
            said = yield _Request(_AUDIT_PATH, self._describe(answer))
            if not isinstance(said, Exception):
                return said
            self._lost = f"Could not audit: {said}"
        return replace(known, unjudged_why=self._lost)

    def count(self, rewrites: int) -> Generator[_Step, Any, str]:
        """Record how many rewrites there were; says why that could not be."""
        if not rewrites or not self._trace_id:
            return ""
        if self._lost:
            return self._lost
        score = {"traceId": self._trace_id, "name": REWRITES, "value": rewrites, "dataType": "NUMERIC"}
        said = yield _Request(_SCORES_PATH, score)
        return f"Could not record {rewrites} rewrites: {said}" if isinstance(said, Exception) else ""

    def _describe(self, answer: str) -> Mapping[str, Any]:
        asked: dict[str, Any] = {"answer": answer, "question": self._question}
        if self._persona.judge:
            return asked | {"judge": self._persona.judge}
        return asked | {"parameters": {"persona": self._persona.text, "clauses": list(self._persona.clauses)}}


def _keep(case: _Case, answer: str, rewrites_max: int) -> Generator[_Step, Any, Kept]:
    answers = [answer]
    audits = [(yield from case.examine(answer))]
    while audits[-1].broken and len(audits) <= rewrites_max:
        answers.append((yield _Rewriting(answers[-1], audits[-1])))
        audits.append((yield from case.examine(answers[-1])))
    rewrites = len(audits) - 1
    uncounted = yield from case.count(rewrites)
    best = min(range(len(audits)), key=lambda place: (len(audits[place].broken), -place))
    return Kept(answer=answers[best], audit=audits[best], audits=tuple(audits), rewrites=rewrites, uncounted=uncounted)


class _Wire:
    """A client that is opened when there is something to send; whatever goes wrong is given back, and not raised."""

    def __init__(self, connection: Connection | None) -> None:
        self._connection = connection
        self._client: Client | None = None

    def post(self, request: _Request) -> Any:
        try:
            if self._client is None:
                from ratchet.sdk.client import Client  # noqa: PLC0415 - it brings an HTTP library; not every audit asks

                self._client = Client(self._connection)
            return _read(request, self._client.post(request.path, request.body))
        except Exception as error:  # noqa: BLE001 - an answer is never lost for want of an audit; the loop says why
            return error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._client is not None:
            self._client.close()


class _AsyncWire:
    """The same for one event loop."""

    def __init__(self, connection: Connection | None) -> None:
        self._connection = connection
        self._client: AsyncClient | None = None

    async def post(self, request: _Request) -> Any:
        try:
            if self._client is None:
                from ratchet.sdk.client import AsyncClient  # noqa: PLC0415 - as above

                self._client = AsyncClient(self._connection)
            return _read(request, await self._client.post(request.path, request.body))
        except Exception as error:  # noqa: BLE001 - as above
            return error

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._client is not None:
            await self._client.close()


def _read(request: _Request, said: Any) -> Any:
    if request.path != _AUDIT_PATH:
        return said
    return Audit(findings=tuple(map(_to_finding, said["findings"])), unjudged_why=said["unjudged_why"])


def _to_finding(said: Mapping[str, Any]) -> Finding:
    aspect = said["aspect"]
    return Finding(
        clause=Clause(text=said["clause"], aspect=None if aspect is None else Aspect(aspect)),
        standing=Standing(said["standing"]),
        reason=said["reason"],
        quotes=tuple(said["quotes"]),
        by=said["by"],
    )


def _to_persona(said: Persona | str) -> Persona:
    return Persona(said) if isinstance(said, str) else said
