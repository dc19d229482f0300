"""Targets as /admin/targets takes and shows them; values of headers go in and never come out."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from ratchet.domain.answer import AskFailure
from ratchet.domain.target import Target, TargetKind
from ratchet.domain.template import OF_ITEM
from ratchet.http.fields import Json, Text
from ratchet.targets.reading import PATH_LENGTH_MAX

TIMEOUT_S_MAX = 600.0


def _check_variables(variables: dict[str, Any]) -> dict[str, Any]:
    taken = sorted(variables.keys() & set(OF_ITEM))
    if taken:
        raise ValueError(f"{taken[0]!r} comes from the item. Take another name")
    return variables


TargetName = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\s/\x00][^/\x00\r\n]*$")]
HeaderName = Annotated[str, StringConstraints(pattern=r"^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}$")]
TraceHeader = Annotated[str, StringConstraints(pattern=r"^[!#$%&'*+.^_`|~0-9A-Za-z-]{0,200}$")]
HeaderValue = Annotated[str, StringConstraints(max_length=8000, pattern=r"^[\x20-\x7e]*$")]
VariableName = Annotated[str, StringConstraints(max_length=100, pattern=r"^[A-Za-z_][\w-]*$")]
Variables = Annotated[dict[VariableName, Json], Field(max_length=100), AfterValidator(_check_variables)]
Url = Annotated[Text, StringConstraints(max_length=2000)]
JsonPath = Annotated[Text, StringConstraints(max_length=PATH_LENGTH_MAX)]
Release = Annotated[Text, StringConstraints(max_length=200)]


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid")


class TargetNew(_In):
    """A target to be made; the first of a project is its default."""

    name: TargetName
    kind: TargetKind = TargetKind.HTTP
    preset: Literal["openai"] | None = Field(
        None, description="`openai`: a chat completion, whose address, body and answer need not be said"
    )
    model: Annotated[Text, StringConstraints(max_length=200)] | None = Field(None, description="Of the preset")
    description: Text = Field("", max_length=10_000)
    url: Url = Field("", description="May hold variables: https://example.com/twins/{{twin_id}}/chat")
    method: Literal["POST", "PUT", "PATCH", "GET"] = "POST"
    headers: dict[HeaderName, HeaderValue] = Field(default_factory=dict, max_length=50, description="Kept encrypted")
    body: Json = Field(None, description='With variables; left out: {"query": "{{query}}", "twin_id": "{{twin_id}}"}')
    variables: Variables = Field(default_factory=dict, description="What a run that says nothing else fills in")
    answer_path: JsonPath = Field("", description="JSONPath to the answer; left out: the usual places")
    trace_id_path: JsonPath = Field("", description="JSONPath to the id of the answer's trace")
    trace_id_header: str = Field(
        "", pattern=r"^[!#$%&'*+.^_`|~0-9A-Za-z-]{0,200}$", description="X-Trace-Id if left out"
    )
    allow_private: bool = Field(False, description="Whether it may be on this machine or in its network")
    release: Release = Field("", description="Of the kind `release`: whose stored traces are the answers")
    environment: Annotated[Text, StringConstraints(max_length=40)] = Field("", description="Theirs; empty for any")


class TargetChange(_In):
    """What is to be changed of a target; what is left out stays."""

    description: Text | None = Field(None, max_length=10_000)
    url: Url | None = None
    method: Literal["POST", "PUT", "PATCH", "GET"] | None = None
    headers: dict[HeaderName, HeaderValue] | None = Field(None, max_length=50, description="All of them, anew")
    body: Json = None
    variables: Variables | None = None
    answer_path: JsonPath | None = None
    trace_id_path: JsonPath | None = None
    trace_id_header: TraceHeader | None = None
    allow_private: bool | None = None
    release: Release | None = None
    environment: Annotated[Text, StringConstraints(max_length=40)] | None = None


class TargetOut(BaseModel):
    """A target as it may be seen."""

    name: str
    kind: TargetKind
    description: str
    is_default: bool = Field(description="Whether it is asked where a run names no target")
    url: str
    method: str
    header_names: list[str]
    body: Any
    variables: dict[str, Any]
    answer_path: str
    trace_id_path: str
    trace_id_header: str
    allow_private: bool
    release: str
    environment: str
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, target: Target) -> "TargetOut":
        """A target as it leaves."""
        fields = {name: getattr(target, name) for name in cls.model_fields}
        return cls.model_validate(fields | {"header_names": list(target.header_names)})


class TargetsOut(BaseModel):
    """The targets of a project, the oldest first."""

    targets: list[TargetOut]


class TargetGoneOut(BaseModel):
    """A target that was deleted, with its headers."""

    name: str


class TryIn(_In):
    """One question for a target: a text, or an input as an item has it."""

    query: Text | None = Field(None, max_length=100_000)
    input: Json = None
    twin_id: Annotated[Text, StringConstraints(max_length=200)] | None = None
    variables: Variables = Field(default_factory=dict)
    timeout_s: float = Field(30.0, gt=0, le=60)


class TriedOut(BaseModel):
    """What came of it; nothing is stored."""

    ok: bool
    answer: Any = None
    trace_id: str = Field("", description="Named by the target, else the one it was asked to continue")
    latency_ms: float
    error: AskFailure | None = None
    detail: str = ""
