"""Saved views on the wire."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from ratchet.domain.saved_view import SavedView
from ratchet.http.fields import check_json

PageName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z-]{0,39}$")]


class ViewIn(BaseModel, extra="forbid"):
    """A view to keep."""

    page: PageName = Field(description="Which list it is of: traces, scores, …")
    name: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100), AfterValidator(check_json)
    ]
    search: Annotated[str, StringConstraints(max_length=4000), AfterValidator(check_json)] = Field(
        description="What stands behind `?` in the address of the list"
    )


class ViewOut(BaseModel):
    """A view."""

    id: str
    page: str
    name: str
    search: str
    created_at: datetime

    @classmethod
    def of(cls, view: SavedView) -> Self:
        return cls(id=view.id, page=view.page, name=view.name, search=view.search, created_at=view.created_at)
