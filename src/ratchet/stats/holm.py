"""Several tests at once: what each still shows when the others had their chance too."""

from collections.abc import Sequence

import numpy as np


def adjust(p_values: Sequence[float]) -> list[float]:
    """Holm's (1979) adjustment: an adjusted p of at most 5 % is wrong for any of the tests at most 5 % of the time."""
    values = np.asarray(p_values, float)
    order = np.argsort(values, kind="stable")
    raised = values[order] * np.arange(len(values), 0, -1)
    adjusted = np.empty(len(values))
    adjusted[order] = np.minimum(1.0, np.maximum.accumulate(raised))
    return [float(value) for value in adjusted]
