"""What can be set, by environment variables: `TWIN_…` for the twin itself, `RATCHET_…` for where its traces go."""

from enum import StrEnum
from pathlib import Path

from pydantic import AliasChoices, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class TracingKind(StrEnum):
    """What traces are made with."""

    LANGFUSE = "langfuse"
    OTEL = "otel"
    OFF = "off"


class Settings(BaseSettings):
    """Everything that one release of the twin may differ in from another, and where it runs."""

    model_config = SettingsConfigDict(env_prefix="TWIN_", env_ignore_empty=True, populate_by_name=True, frozen=True)

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)

    ratchet_url: str = Field(
        default="http://127.0.0.1:4318", validation_alias=AliasChoices("RATCHET_URL", "LANGFUSE_BASE_URL")
    )
    public_key: str = Field(default="", validation_alias=AliasChoices("RATCHET_PUBLIC_KEY", "LANGFUSE_PUBLIC_KEY"))
    secret_key: SecretStr = Field(
        default=SecretStr(""), validation_alias=AliasChoices("RATCHET_SECRET_KEY", "LANGFUSE_SECRET_KEY")
    )
    ratchet_timeout_s: float = Field(default=2.0, gt=0, le=60)
    """How long an answer may wait for Ratchet, at most, wherever it asks it something."""

    tracing: TracingKind = TracingKind.LANGFUSE
    release: str = "dev"
    environment: str = "default"

    model_url: str = ""
    """An OpenAI-compatible endpoint, such as https://api.openai.com/v1; without one, passages are quoted."""
    model_key: SecretStr = SecretStr("")
    model: str = "gpt-4o-mini"
    model_timeout_s: float = Field(default=30.0, gt=0, le=600)

    retrieval_k: int = Field(default=4, ge=1, le=50)
    """How many passages a question is answered from."""
    chunk_words: int = Field(default=80, ge=10, le=2000)
    """How long a passage is."""
    prompt_label: str = "production"
    few_shot: int = Field(default=0, ge=0, le=10)
    """How many examples of good answers join the prompt."""
    few_shot_dataset: str = "high_quality_responses"
    """Where they are from; `{twin_id}` in it becomes the twin's."""
    rewrites_max: int = Field(default=1, ge=0, le=3)
    audit_with_model: bool = False
    """Have Ratchet's model judge the clauses of a persona that cannot be checked."""

    message_length_max: int = Field(default=4000, ge=1)
    body_size_bytes_max: int = Field(default=65_536, ge=1024)
    sessions_max: int = Field(default=1000, ge=1)
    session_turns_max: int = Field(default=10, ge=1)
    twins_dir: Path = Path(__file__).parent / "data"
