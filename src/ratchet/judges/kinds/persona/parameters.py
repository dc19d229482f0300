"""What a definition says of a persona: where it stands, and which model judges what cannot be checked."""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from ratchet.domain.prompt import PRODUCTION
from ratchet.judges.kinds.kind import Parameters
from ratchet.judges.kinds.persona.clauses import Written

PERSONA_LENGTH_MAX = 100_000
PromptName = Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=r"^[^\x00]+$")]


class ManagedPrompt(BaseModel):
    """A prompt that this server manages, in the version that a label points to, or in a version of its own."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: PromptName
    label: PromptName = PRODUCTION
    version: int | None = Field(None, ge=1, lt=2**31, description="Instead of a label")


class PersonaParameters(Parameters):
    """Where the persona stands, all of it counting: in `persona` (prose), in single `clauses`, in a managed `prompt`.

    With `system_prompt`, or when nothing else is given, it is what the system prompt of each trace says. The model
    judges what cannot be checked; without `ask_model`, or without a connection, that is left unjudged.
    """

    persona: str = Field("", max_length=PERSONA_LENGTH_MAX)
    clauses: tuple[Written, ...] = Field((), max_length=200)
    prompt: ManagedPrompt | None = None
    system_prompt: bool | None = Field(None, description="Default: only when nothing else is given")
    ask_model: bool = True
    connection: str = Field("", max_length=200)
    model: str = Field("", max_length=200)
    temperature: float | None = Field(0.0, ge=0, le=2)
    timeout_s: float = Field(50.0, gt=0, le=150)
    prompt_version: int | None = Field(None, ge=1, lt=2**31, description="Of our prompt to the model")

    @model_validator(mode="after")
    def _check_place(self) -> Self:
        if self.system_prompt is False and not self.is_given:
            raise ValueError("persona: give a persona, clauses or a prompt, or leave system_prompt out")
        return self

    @property
    def is_given(self) -> bool:
        """Whether anything of the persona is said here."""
        return bool(self.persona.strip() or self.clauses or self.prompt)

    @property
    def reads_system_prompt(self) -> bool:
        """Whether the trace's own system prompt counts."""
        return not self.is_given if self.system_prompt is None else self.system_prompt
