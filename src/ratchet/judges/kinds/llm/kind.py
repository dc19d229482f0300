"""What judges that ask a language model have in common."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar, Generic, TypeVar

from pydantic import BaseModel, Field

from ratchet.domain.judge import FailureReason, JudgeFailure, NotApplicable, Outcome, Verdict
from ratchet.domain.llm_connection import LlmConnection
from ratchet.judges.kinds.kind import Kind, Parameters, Surroundings
from ratchet.judges.kinds.llm import quotes, repeats, sections
from ratchet.judges.kinds.llm.prompt_files import latest_version, read_prompt
from ratchet.judges.kinds.llm.repeats import Once, is_repeated, merge
from ratchet.judges.kinds.llm.sections import Section, write_sections
from ratchet.judges.subject import Subject
from ratchet.llm.failure import CallFailed
from ratchet.llm.question import Answer, Question
from ratchet.store.records.llm_connections import read_connection
from ratchet.text.refusals import is_refusal

DATA = "data"


class LlmParameters(Parameters):
    """Which model is asked and how. Empty: the project's first connection, and its usual model.

    The share `repeat_share` of subjects is asked about `repeats` times, so that the judge's own noise shows.
    """

    connection: str = Field("", max_length=200)
    model: str = Field("", max_length=200)
    temperature: float | None = Field(0.0, ge=0, le=2)
    timeout_s: float = Field(50.0, gt=0, le=150)
    prompt_version: int | None = Field(None, ge=1)
    repeats: int = Field(1, ge=1, le=9)
    repeat_share: float = Field(0.1, ge=0, le=1)


P = TypeVar("P", bound=LlmParameters)
S = TypeVar("S", bound=BaseModel)


class LlmKind(Kind[P], Generic[P, S]):
    """Asks a model for a typed judgement, and makes a verdict of it."""

    needs_model = True
    prompt_name: ClassVar[str]
    answer_type: type[S]
    rests_on = (quotes, repeats, sections)

    def __init__(self, parameters: P, surroundings: Surroundings) -> None:
        super().__init__(parameters, surroundings)
        self._instructions = self.write_instructions()
        self._connection = self._find_connection()

    @property
    def prompt(self) -> str:
        return self._instructions

    @property
    def model(self) -> str:
        """The model by its name and where it is asked, as far as that is configured."""
        if self._connection is None:
            return self.parameters.model
        return f"{self._connection.provider}/{self.parameters.model or self._connection.usual_model}"

    def write_instructions(self) -> str:
        """How the model shall go about it: the file of this kind, and what all have in common."""
        return f"{self.read_prompt()}\n\n{read_prompt(DATA, latest_version(DATA))}"

    def read_prompt(self) -> str:
        """The prompt file of this kind, in the version that the definition says."""
        return read_prompt(self.prompt_name, self.parameters.prompt_version or latest_version(self.prompt_name))

    @abstractmethod
    def excuse(self, subject: Subject) -> str:
        """Why there is nothing to judge; empty when there is."""

    @abstractmethod
    def write_material(self, subject: Subject) -> Sequence[Section]:
        """What the model is given of a subject."""

    def write_message(self, subject: Subject) -> str:
        """The material as one text."""
        return write_sections(self.write_material(subject))

    @abstractmethod
    def to_verdict(self, said: S, subject: Subject) -> Verdict | NotApplicable:
        """What the model's judgement comes to."""

    async def judge(self, subject: Subject) -> Outcome:
        if excuse := self.excuse(subject):
            return NotApplicable(excuse)
        if self._connection is None:
            return JudgeFailure(reason=FailureReason.NOT_CONFIGURED, detail=self._missing())
        times = self.parameters.repeats if is_repeated(subject, self.parameters.repeat_share) else 1
        return await self._ask_repeatedly(self._connection, subject, times)

    async def _ask_repeatedly(self, connection: LlmConnection, subject: Subject, times: int) -> Outcome:
        return merge([await self.ask_once(connection, subject) for _ in range(times)])

    async def ask_once(self, connection: LlmConnection, subject: Subject) -> Once:
        """One judgement of a subject."""
        try:
            answer = await self.surroundings.ask_model(connection, self._question(subject))
        except CallFailed as failure:
            return _to_failure(failure)
        outcome = self.to_verdict(answer.value, subject)
        return outcome if isinstance(outcome, NotApplicable) else _with_costs(outcome, answer)

    def _question(self, subject: Subject) -> Question[S]:
        return Question(
            instructions=self._instructions,
            material=self.write_message(subject),
            answer_type=self.answer_type,
            model=self.parameters.model,
            temperature=self.parameters.temperature,
            timeout_s=self.parameters.timeout_s,
        )

    def _find_connection(self) -> LlmConnection | None:
        return read_connection(self.surroundings.records, self.surroundings.project_id, self.parameters.connection)

    def _missing(self) -> str:
        name = self.parameters.connection
        which = f"no connection {name!r} to a language model" if name else "no connection to a language model"
        return f"There is {which} in this project. Make one with PUT /admin/llm-connections."


def _to_failure(failure: CallFailed) -> JudgeFailure:
    reason = failure.reason
    if reason is FailureReason.MALFORMED and is_refusal(failure.said):
        reason = FailureReason.REFUSED
    return JudgeFailure(reason=reason, detail=failure.detail, cost_usd=failure.cost_usd)


def _with_costs(verdict: Verdict, answer: Answer[Any]) -> Verdict:
    took = {"model": answer.model, "input_tokens": answer.input_tokens, "output_tokens": answer.output_tokens}
    return replace(verdict, cost_usd=answer.cost_usd, metadata={**verdict.metadata, **took})
