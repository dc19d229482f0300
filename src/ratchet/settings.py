"""Settings, read once from environment variables named `RATCHET_…`."""

from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Any, TypeAlias
from urllib.parse import urlsplit

from platformdirs import user_data_path
from pydantic import AfterValidator, AliasChoices, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from ratchet.errors import Invalid

MEBIBYTE = 1024 * 1024

Network: TypeAlias = IPv4Network | IPv6Network


def _events_default(given: dict[str, Any]) -> str:
    return f"chdb://{given['data_dir'].absolute()}/events"


def _records_default(given: dict[str, Any]) -> str:
    return f"sqlite:///{given['data_dir'].absolute()}/records.db"


def _media_default(given: dict[str, Any]) -> str:
    return f"file://{given['data_dir'].absolute()}/media"


def _export_default(given: dict[str, Any]) -> Path:
    return given["data_dir"].absolute() / "exports"


def _parse_networks(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return tuple(ip_network(part.strip()) for part in value.split(",") if part.strip())


def _parse_names(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return tuple(part.strip() for part in value.split(",") if part.strip())


def _check_address(address: str) -> str:
    if address and not _is_address(address):
        raise ValueError(
            "This is an address such as https://ratchet.example.com; in a password, [ is written %5B and @ %40"
        )
    return address


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # brackets in the wrong place, or a port that is no number
        return False


def _check_secret_address(address: SecretStr) -> SecretStr:
    _check_address(address.get_secret_value())
    return address


HttpAddress = Annotated[str, AfterValidator(_check_address)]
SecretHttpAddress = Annotated[SecretStr, AfterValidator(_check_secret_address)]


def _also_langfuse(name: str, langfuse_name: str) -> Any:
    """Our variable, else the one that Langfuse's own server takes at its first start."""
    return AliasChoices(f"RATCHET_{name}", f"LANGFUSE_INIT_{langfuse_name}")


class Settings(BaseSettings):
    """What an operator can set."""

    model_config = SettingsConfigDict(
        env_prefix="RATCHET_", env_ignore_empty=True, extra="ignore", frozen=True, populate_by_name=True
    )

    data_dir: Path = Field(default_factory=lambda: user_data_path("ratchet"))
    events_url: str = Field(default_factory=_events_default)
    records_url: str = Field(default_factory=_records_default)
    media_url: str = Field(default_factory=_media_default)
    export_dir: Path = Field(default_factory=_export_default)
    host: str = "127.0.0.1"
    port: int = Field(4318, ge=0, le=65535)
    dev: bool = False
    work: bool = True
    secret: SecretStr | None = Field(None, min_length=16)
    trusted_proxies: Annotated[tuple[Network, ...], NoDecode, BeforeValidator(_parse_networks)] = ()
    url: HttpAddress = ""
    slack_url: HttpAddress = ""
    pagerduty_url: HttpAddress = ""
    judges: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_parse_names)] = ()

    project_id: str = Field("default", validation_alias=_also_langfuse("PROJECT_ID", "PROJECT_ID"))
    project_name: str = Field("Default", validation_alias=_also_langfuse("PROJECT_NAME", "PROJECT_NAME"))
    public_key: str | None = Field(None, validation_alias=_also_langfuse("PUBLIC_KEY", "PROJECT_PUBLIC_KEY"))
    secret_key: SecretStr | None = Field(None, validation_alias=_also_langfuse("SECRET_KEY", "PROJECT_SECRET_KEY"))

    alert_webhook_url: SecretHttpAddress | None = Field(
        None, validation_alias=AliasChoices("ALERT_WEBHOOK_URL", "RATCHET_ALERT_WEBHOOK_URL")
    )
    alert_webhook_secret: SecretStr | None = Field(
        None, validation_alias=AliasChoices("ALERT_WEBHOOK_SECRET", "RATCHET_ALERT_WEBHOOK_SECRET")
    )

    body_size_bytes_max: int = Field(20 * MEBIBYTE, gt=0)
    pending_size_bytes_max: int = Field(96 * MEBIBYTE, gt=0)
    media_size_bytes_max: int = Field(1_000_000_000, gt=0)
    import_size_bytes_max: int = Field(4096 * MEBIBYTE, gt=0)
    regression_wait_s: float = Field(600.0, ge=0, le=86_400)


def read_settings(**overrides: Any) -> Settings:
    """Settings from the environment; raises `Invalid` naming the variable that is wrong."""
    try:
        return Settings(**overrides)
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        variable = name if name.startswith(("RATCHET_", "LANGFUSE_", "ALERT_")) else f"RATCHET_{name}"
        raise Invalid(f"{variable} is not usable: {first['msg']}") from error
