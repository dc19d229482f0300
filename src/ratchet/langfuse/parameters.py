"""What the query strings of Langfuse's lists have in common."""

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import AliasGenerator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel

from ratchet.domain.condition import Condition, Operator
from ratchet.domain.trace import ALL_TIME
from ratchet.domain.window import Window
from ratchet.http.fields import invalid_field


def _first_page(value: Any) -> Any:
    return 1 if value == "" else value


Page = Annotated[int, BeforeValidator(_first_page), Field(ge=1, le=1_000_000)]
Limit = Annotated[int, Field(ge=1, le=100)]


class Parameters(BaseModel):
    """A query string in camelCase; every name in it must be known, so that no misspelt condition is passed over."""

    model_config = ConfigDict(alias_generator=AliasGenerator(validation_alias=to_camel), extra="forbid")


class PageParameters(Parameters):
    """Which page of a list, counted from 1."""

    page: Page = 1
    limit: Limit = 50

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.limit

    def meta(self, total: int) -> dict[str, int]:
        """What a page says of the whole list."""
        return {"page": self.page, "limit": self.limit, "totalItems": total, "totalPages": -(-total // self.limit)}


def split_commas(text: str | None) -> list[str]:
    """The items of a list that is written with commas."""
    return [item.strip() for item in (text or "").split(",") if item.strip()]


def pick_fields(text: str | None, known: Iterable[str]) -> set[str]:
    """The groups of fields that a caller asks for: all when it names none. Raises `Invalid` for one that is none."""
    groups = set(split_commas(text))
    if unknown := groups - set(known):
        raise invalid_field("fields", f"{', '.join(sorted(unknown))}: there are only {', '.join(known)}")
    return groups or set(known)


def to_window(start: int | None, end: int | None) -> Window:
    """A stretch of time that may be open on either side."""
    return Window(start or 0, ALL_TIME.end if end is None else end)


def equal(**fields: str | None) -> list[Condition]:
    """That fields have these values, where one is given; empty ones are not given."""
    return [Condition(field, Operator.EQUAL, value) for field, value in fields.items() if value]


def any_of(**fields: list[str]) -> list[Condition]:
    """That fields have one of these values, where some are given."""
    return [Condition(field, Operator.ANY_OF, values) for field, values in fields.items() if values]
