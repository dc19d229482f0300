"""Connections as /admin/llm-connections takes and shows them; a key goes in and never comes out."""

from datetime import datetime
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, StringConstraints

from ratchet.domain.llm_connection import Adapter, LlmConnection, StructuredOutput
from ratchet.http.fields import Text

_HEADER = r"^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}$"


def _check_base_url(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("This is an address such as https://api.example.com/v1")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ValueError("An address has no password, no query and no fragment; keys go into api_key")
    return url.rstrip("/")


def _check_key(key: SecretStr) -> SecretStr:
    if not all(32 < ord(sign) < 127 for sign in key.get_secret_value()):
        raise ValueError("A key has letters, digits and signs, and no spaces")
    return key


ProviderName = Annotated[Text, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\s/][^/\r\n]*$")]
ModelName = Annotated[Text, StringConstraints(min_length=1, max_length=200)]
HeaderName = Annotated[str, StringConstraints(pattern=_HEADER)]
HeaderValue = Annotated[str, StringConstraints(max_length=4000, pattern=r"^[\x20-\x7e]*$")]
BaseUrl = Annotated[Text, StringConstraints(max_length=2000), AfterValidator(_check_base_url)]
ApiKey = Annotated[SecretStr, Field(min_length=1, max_length=4000), AfterValidator(_check_key)]


class ConnectionIn(BaseModel):
    """A connection to be made, or to replace the one of the same provider."""

    model_config = ConfigDict(extra="forbid")

    provider: ProviderName = Field(description="A name of your own, unique in the project")
    adapter: Adapter = Field(Adapter.OPENAI, description="`openai` is also for gateways and models of your own")
    api_key: ApiKey | None = Field(None, description="Kept encrypted. Left out, the stored one stays")
    base_url: BaseUrl | None = Field(None, description="Where it is; left out: the provider's own address")
    models: list[ModelName] = Field([], max_length=200, description="Models to choose from, beside the provider's own")
    default_model: ModelName | None = Field(None, description="Who is asked unless a judge says otherwise")
    headers: dict[HeaderName, HeaderValue] | None = Field(
        None, max_length=50, description="Sent along; kept encrypted. Left out, the stored ones stay"
    )
    structured_output: StructuredOutput = StructuredOutput.TOOL


class ConnectionOut(BaseModel):
    """A connection as it may be seen."""

    id: str
    provider: str
    adapter: Adapter
    key_hint: str = Field(description="The last letters of the key")
    base_url: str | None
    models: list[str]
    default_model: str = Field(description="The model that is asked unless a judge says otherwise")
    header_names: list[str]
    structured_output: StructuredOutput
    is_default: bool = Field(description="Whether judges that name no connection ask this one: the oldest")
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, connection: LlmConnection, *, is_default: bool) -> "ConnectionOut":
        """A connection as it leaves."""
        return cls(
            id=connection.id,
            provider=connection.provider,
            adapter=connection.adapter,
            key_hint=connection.key_hint,
            base_url=connection.base_url,
            models=list(connection.models),
            default_model=connection.usual_model,
            header_names=list(connection.header_names),
            structured_output=connection.structured_output,
            is_default=is_default,
            created_at=connection.created_at,
            updated_at=connection.updated_at,
        )


class ConnectionsOut(BaseModel):
    """The connections of a project, the oldest first."""

    connections: list[ConnectionOut]


class ConnectionGoneOut(BaseModel):
    """A connection that was deleted, with its key."""

    id: str


class TestedOut(BaseModel):
    """What came of asking a model something small."""

    ok: bool
    model: str
    latency_ms: float
    cost_usd: float
    reason: str | None = Field(None, description="Why it failed, in the words in which judges record failures")
    detail: str | None = None
