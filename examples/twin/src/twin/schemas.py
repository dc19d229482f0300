"""What is sent and answered over HTTP."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from twin.modes import Mode

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class ChatIn(BaseModel):
    """A message to a twin; the same `session_id` goes on with a conversation."""

    query: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
    session_id: Name | None = None
    user_id: Name | None = None
    stream: bool = False


class SourceOut(BaseModel):
    """A passage that the answer could rest on."""

    id: str
    title: str
    text: str


class ChatOut(BaseModel):
    """An answer, with what it rests on and where its trace is."""

    answer: str
    twin_id: str
    session_id: str
    dialogue_mode: Mode
    citations: list[str]
    sources: list[SourceOut]
    rewrites: int
    trace_id: str
    trace_url: str


class TwinOut(BaseModel):
    """Somebody to talk to."""

    id: str
    name: str
    about: str


class FeedbackIn(BaseModel):
    """What a reader thinks of an answer: a thumb, a better answer, or both."""

    model_config = ConfigDict(extra="forbid")

    trace_id: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
    thumb: Literal["up", "down"] | None = None
    correction: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)] | None = None
    comment: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)] = ""

    @model_validator(mode="after")
    def _check_given(self) -> Self:
        if self.thumb is None and self.correction is None:
            raise ValueError("There is no feedback: give a thumb or a correction.")
        return self


class ErrorOut(BaseModel):
    """What went wrong; with the trace that has more."""

    code: str
    message: str
    trace_id: str = ""
    details: list[str] = Field(default_factory=list[str])
