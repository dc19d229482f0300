"""A track: what a gauge said step by step, of which any stretch is summed up at once."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from ratchet.domain.sample import Sample

Numbers = NDArray[np.float64]


class Track:
    """The samples of the steps of one group, as running sums."""

    def __init__(self, steps: Mapping[int, Sample], count: int) -> None:
        self._size = _run_up({step: sample.size for step, sample in steps.items()}, count)
        self._hits = _run_up({step: sample.hits for step, sample in steps.items()}, count)
        self._total = _run_up({step: sample.total for step, sample in steps.items()}, count)
        self._squares = _run_up({step: sample.squares for step, sample in steps.items()}, count)
        self._highest = max((sample.highest for sample in steps.values()), default=-np.inf)
        bets = max((len(sample.wealth) for sample in steps.values()), default=0)
        self._wealth = [
            _run_up({step: sample.wealth[bet] for step, sample in steps.items() if sample.wealth}, count)
            for bet in range(bets)
        ]
        self._buckets = sorted({bucket for sample in steps.values() for bucket in sample.histogram})
        self._histogram = self._run_up_histogram(steps, count)

    def between(self, first: int, last: int, *, with_histogram: bool = True) -> Sample:
        """What the steps from the first up to, but without, the last come to."""
        first, last = max(0, first), max(0, last)
        size = int(self._size[last] - self._size[first])
        if not size:
            return Sample()
        histogram: dict[int, int] = {}
        if with_histogram and self._buckets:
            counts = self._histogram[last] - self._histogram[first]
            histogram = {self._buckets[place]: int(counts[place]) for place in np.flatnonzero(counts)}
        return Sample(
            size,
            round(float(self._hits[last] - self._hits[first])),
            float(self._total[last] - self._total[first]),
            float(self._squares[last] - self._squares[first]),
            float(self._highest),
            tuple(float(wealth[last] - wealth[first]) for wealth in self._wealth),
            histogram,
        )

    def _run_up_histogram(self, steps: Mapping[int, Sample], count: int) -> NDArray[np.int32]:
        counts = np.zeros((count + 1, len(self._buckets)), np.int32)
        places = {bucket: place for place, bucket in enumerate(self._buckets)}
        for step, sample in steps.items():
            for bucket, number in sample.histogram.items():
                counts[step + 1, places[bucket]] += number
        return np.cumsum(counts, axis=0, dtype=np.int32)


def _run_up(values: Mapping[int, float], count: int) -> Numbers:
    steps = np.zeros(count + 1)
    for step, value in values.items():
        steps[step + 1] = value
    return np.cumsum(steps)
