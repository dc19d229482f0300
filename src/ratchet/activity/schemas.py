"""Users and sessions on the wire."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import BaseModel, Field, StringConstraints

from ratchet.activity.search import ActivityOrder
from ratchet.domain.activity import Activity
from ratchet.domain.window import from_ns
from ratchet.http.ranges import RangeIn

LIMIT_MAX = 1000

Words = Annotated[str, StringConstraints(max_length=800)]


class UsersIn(RangeIn):
    """Which users: those with traces in a window."""

    text: Words = Field("", description="Stands in the id, in upper or lower case")
    order: ActivityOrder = Field(ActivityOrder.LATEST, description="Who comes first")
    limit: int = Field(LIMIT_MAX, ge=1, le=LIMIT_MAX)


class SessionsIn(UsersIn):
    """Which sessions: those with traces in a window."""

    user: Words = Field("", description="Sessions with traces of this user, and those traces alone")


class ActivityOut(BaseModel):
    """What the traces of one user or session come to."""

    id: str
    traces: int
    failed: int
    total_tokens: int
    cost_usd: float
    first_at: datetime
    last_at: datetime


class UserOut(ActivityOut):
    """A user, and how many sessions they had."""

    sessions: int

    @classmethod
    def of(cls, activity: Activity) -> Self:
        return cls.model_validate(_shown(activity, "sessions"))


class SessionOut(ActivityOut):
    """A session, and how many users it had."""

    users: int

    @classmethod
    def of(cls, activity: Activity) -> Self:
        return cls.model_validate(_shown(activity, "users"))


class UsersOut(BaseModel):
    """Users in the order asked for."""

    users: list[UserOut]
    more: bool = Field(description="Whether there are more than were asked for")


class SessionsOut(BaseModel):
    """Sessions in the order asked for."""

    sessions: list[SessionOut]
    more: bool = Field(description="Whether there are more than were asked for")


def _shown(activity: Activity, others: str) -> dict[str, object]:
    return {
        others: activity.others,
        "id": activity.id,
        "traces": activity.traces,
        "failed": activity.failed,
        "total_tokens": activity.total_tokens,
        "cost_usd": activity.cost_usd,
        "first_at": from_ns(activity.first_at),
        "last_at": from_ns(activity.last_at),
    }
