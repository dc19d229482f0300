"""A score config: what the scores that follow it are called and may say, and whether they speak of quality."""

from dataclasses import dataclass
from datetime import datetime

from ratchet.domain.score import ScoreType


@dataclass(frozen=True, slots=True)
class Category:
    """One of the words that a CATEGORICAL score may be, and the number that it stands for."""

    label: str
    value: float


TRUTHS = (Category("True", 1.0), Category("False", 0.0))
"""What a BOOLEAN score may be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreConfig:
    """What a project has agreed on about scores of one kind.

    A bound that is `None` is open. `quality` says whether these scores count as quality; `None` leaves it to their
    values, as for a name that nobody has defined.
    """

    project_id: str
    id: str
    name: str
    data_type: ScoreType
    created_at: datetime
    updated_at: datetime
    min_value: float | None = None
    max_value: float | None = None
    categories: tuple[Category, ...] = ()
    description: str | None = None
    is_archived: bool = False
    quality: bool | None = None

    @property
    def lies_in_unit(self) -> bool:
        """Whether every score that follows this is a number from 0 to 1."""
        if self.data_type is ScoreType.NUMERIC:
            return self.min_value is not None and self.max_value is not None and not self.leaves_unit
        return self.data_type is ScoreType.BOOLEAN

    @property
    def leaves_unit(self) -> bool:
        """Whether a bound says that scores may lie below 0 or above 1."""
        below = self.min_value is not None and self.min_value < 0
        return below or (self.max_value is not None and self.max_value > 1)

    @property
    def quality_mark(self) -> bool | None:
        """Whether these scores count as quality; `None` when only their values can tell."""
        return False if self.quality is None and self.leaves_unit else self.quality

    def find_category(self, label: str) -> Category | None:
        """The category of this label."""
        return next((category for category in self.categories if category.label == label), None)
