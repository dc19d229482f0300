"""Every setting: its value, as far as it may be shown, and where it comes from."""

import os
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pydantic import AliasChoices, SecretStr
from pydantic.fields import FieldInfo

from ratchet.sdk.connection import read_connection
from ratchet.settings import Settings, read_settings

# From the first colon to the last "@" of an address, so that no character of a password gets out.
_PASSWORD = re.compile(r"(?<=://)([^:@/]*):.*@")
_PASSWORD_PARAMETER = re.compile(r"(?<=password=)[^&]*")


class Setting(NamedTuple):
    """A setting as it may be shown."""

    variable: str
    value: str
    source: str


def list_settings() -> Iterator[Setting]:
    """The settings of a server on this machine, then the address that the command line and the SDK speak to."""
    settings = read_settings()
    for name, field in Settings.model_fields.items():
        if name == "url":  # comes last, with what the command line makes of it
            continue
        names = _variables(name, field)
        yield Setting(names[0], _show(getattr(settings, name)), _source(names))
    yield Setting("RATCHET_URL", hide_password(read_connection().url), _source(["RATCHET_URL"]))


def hide_password(url: str) -> str:
    """An address without the password in it."""
    return _PASSWORD_PARAMETER.sub("…", _PASSWORD.sub(r"\1:…@", url))


def _variables(name: str, field: FieldInfo) -> list[str]:
    match field.validation_alias:
        case AliasChoices(choices=choices):
            return [str(choice) for choice in choices]
        case _:
            return [f"RATCHET_{name.upper()}"]


def _show(value: object) -> str:
    match value:
        case None:
            return "not set"
        case SecretStr():
            return "set, and not shown"
        case ():
            return "none"
        case tuple():
            return ", ".join(map(str, value))
        case bool():
            return "yes" if value else "no"
        case _:
            return hide_password(str(value))


def _source(names: list[str], environment: Mapping[str, str] = os.environ) -> str:
    given = {variable.upper() for variable, value in environment.items() if value}
    found = next((name for name in names if name in given), None)
    if found is None:
        return "default"
    return "environment" if found == names[0] else found
