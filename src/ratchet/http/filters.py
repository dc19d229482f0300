"""Conditions on what is stored, as they are sent and shown."""

from pydantic import BaseModel, ConfigDict, Field

from ratchet.domain.condition import Condition, Operator
from ratchet.http.fields import Json


class FilterIn(BaseModel):
    """What must be true of a field of a trace, or of a span for judges of spans."""

    model_config = ConfigDict(extra="forbid")

    field: str
    operator: Operator
    value: Json = None
    key: str = Field("", description="The entry, where the field is a map; the score's name, where it is a score")

    def to_condition(self) -> Condition:
        """The same as the domain has it."""
        value = self.value
        if isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        return Condition(self.field, self.operator, value, self.key)
