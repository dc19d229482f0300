"""The form of a score config on the wire."""

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel

from ratchet.domain.score import ScoreType
from ratchet.http.fields import check_json

CATEGORIES_MAX = 1000

_NAME = re.compile(r"[\w .()-]{1,35}")


def _check_name(name: str) -> str:
    if _NAME.fullmatch(name) is None:
        raise ValueError("A name is 1 to 35 letters, digits, spaces and _ . ( ) -")
    return name


def _check_id(chosen: str) -> str:
    if not chosen.isprintable():
        raise ValueError("An id is on one line and can be read")
    return chosen


Name = Annotated[str, AfterValidator(_check_name)]
ChosenId = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(_check_id)]
Description = Annotated[str, StringConstraints(max_length=5000), AfterValidator(check_json)]
Number = Annotated[float, Field(allow_inf_nan=False)]


class _ConfigWire(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, extra="ignore", frozen=True, hide_input_in_errors=True)


class CategoryIn(_ConfigWire):
    """One of the words that a score may be."""

    label: Annotated[str, StringConstraints(min_length=1, max_length=500), AfterValidator(check_json)]
    value: Number


Categories = Annotated[list[CategoryIn], Field(max_length=CATEGORIES_MAX)]


class ConfigIn(_ConfigWire):
    """A new config. `id` and `quality` are ours; with the id of a config that is there, it replaces that one."""

    id: ChosenId | None = None
    name: Name
    data_type: ScoreType
    categories: Categories | None = None
    min_value: Number | None = None
    max_value: Number | None = None
    description: Description | None = None
    is_archived: bool | None = None
    quality: bool | None = None


class ConfigChangeIn(_ConfigWire):
    """What is to change of a config: null opens a bound, forgets a description or a mark, and elsewhere is nothing."""

    name: Name | None = None
    data_type: ScoreType | None = None
    categories: Categories | None = None
    min_value: Number | None = None
    max_value: Number | None = None
    description: Description | None = None
    is_archived: bool | None = None
    quality: bool | None = None
