"""What a project has said of its scores, for figures about them."""

from ratchet.domain.quality import Marks
from ratchet.store.records.quality_marks import read_marks

__all__ = ["Marks", "read_marks"]
