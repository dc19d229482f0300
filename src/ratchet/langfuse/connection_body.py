"""Connections to models as they are sent to Langfuse's API."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AliasGenerator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel

from ratchet.connections.connecting import Wanted
from ratchet.connections.schemas import ApiKey, BaseUrl, HeaderName, HeaderValue, ModelName, ProviderName
from ratchet.domain.llm_connection import Adapter
from ratchet.http.fields import invalid_field

# Langfuse's names for those that are spoken here.
ADAPTERS: Mapping[str, Adapter] = {
    "openai": Adapter.OPENAI,
    "anthropic": Adapter.ANTHROPIC,
    "google-ai-studio": Adapter.GOOGLE,
}


class LangfuseAdapter(StrEnum):
    """Every adapter that clients know."""

    ANTHROPIC = "anthropic"
    OPENAI = "openai"
    AZURE = "azure"
    BEDROCK = "bedrock"
    VERTEX = "google-vertex-ai"
    GOOGLE = "google-ai-studio"


def _or_empty(value: Any) -> Any:
    return {} if value is None else value


class OpenAiConfig(BaseModel):
    """What can be set for OpenAI beside its address."""

    model_config = ConfigDict(alias_generator=AliasGenerator(validation_alias=to_camel), extra="forbid")

    use_responses_api: bool = False


class ConnectionBody(BaseModel):
    """A connection to be made, or to replace the one of the same provider."""

    model_config = ConfigDict(alias_generator=AliasGenerator(validation_alias=to_camel), extra="ignore")

    provider: ProviderName
    adapter: LangfuseAdapter
    secret_key: ApiKey
    base_url: Annotated[BaseUrl | None, Field(validation_alias="baseURL")] = None
    custom_models: Annotated[list[ModelName] | None, Field(max_length=200)] = None
    with_default_models: bool | None = True
    extra_headers: Annotated[dict[HeaderName, HeaderValue], BeforeValidator(_or_empty), Field(max_length=50)] = {}
    config: OpenAiConfig | None = None

    def to_wanted(self) -> Wanted:
        """The same as the capability has it; raises `Invalid` for what is not spoken here."""
        adapter = ADAPTERS.get(self.adapter)
        if adapter is None:
            raise invalid_field("adapter", f"{self.adapter} is not spoken here, only {', '.join(ADAPTERS)}")
        if self.config is not None and adapter is not Adapter.OPENAI:
            raise invalid_field("config", "Only openai has a configuration")
        return Wanted(
            provider=self.provider,
            adapter=adapter,
            key=self.secret_key.get_secret_value(),
            base_url=self.base_url,
            models=self.custom_models or (),
            has_default_models=self.with_default_models is not False,
            headers=self.extra_headers,
            options={} if self.config is None else {"useResponsesApi": self.config.use_responses_api},
        )
