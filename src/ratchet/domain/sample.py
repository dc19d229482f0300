"""A sample: what the values of a stretch of time come to."""

import math
from collections.abc import Mapping
from typing import NamedTuple


class Sample(NamedTuple):
    """What some values come to. Samples of stretches that do not overlap add up.

    `hits` are the values above the gauge's limit, `wealth` the logarithms of what each of its bets has won. In the
    histogram, bucket b counts the values between the powers b - 1 and b of `BUCKET_GROWTH`.
    """

    size: int = 0
    hits: int = 0
    total: float = 0.0
    squares: float = 0.0
    highest: float = float("-inf")
    wealth: tuple[float, ...] = ()
    histogram: Mapping[int, int] = {}

    @property
    def mean(self) -> float | None:
        """The mean of its values; None of none."""
        return self.total / self.size if self.size else None

    @property
    def deviation(self) -> float:
        """The standard deviation of its values; 0 of fewer than two."""
        if self.size < 2:
            return 0.0
        return math.sqrt(max(0.0, self.squares - self.total**2 / self.size) / (self.size - 1))

    def quantile(self, level: float) -> float | None:
        """The least value that at least this part of all does not exceed, within half a percent."""
        left = math.ceil(level * sum(self.histogram.values()) - 1e-9)
        for bucket in sorted(self.histogram):
            left -= self.histogram[bucket]
            if left <= 0:
                return BUCKET_GROWTH ** (bucket - 0.5)
        return None

    def above(self, limit: float) -> int:
        """How many values exceed a limit, as far as the histogram can tell."""
        last = math.log(limit) / math.log(BUCKET_GROWTH) if limit > 0 else -math.inf
        return sum(count for bucket, count in self.histogram.items() if bucket - 0.5 > last)

    def merge(self, other: "Sample") -> "Sample":
        """Both together."""
        if not other.size or not self.size:
            return other if other.size else self
        numbers = {**self.histogram}
        for bucket, count in other.histogram.items():
            numbers[bucket] = numbers.get(bucket, 0) + count
        wealth = tuple(mine + theirs for mine, theirs in zip(self.wealth, other.wealth, strict=True))
        return Sample(
            self.size + other.size,
            self.hits + other.hits,
            self.total + other.total,
            self.squares + other.squares,
            max(self.highest, other.highest),
            wealth,
            numbers,
        )


BUCKET_GROWTH = 1.01
"""How much larger a bucket of a histogram ends than the one before."""
