"""What a model's answer cost, corrections and further attempts included."""

from collections.abc import Iterable, Sequence
from time import time_ns

from pydantic_ai import RunUsage

from ratchet.domain.model import Model
from ratchet.prices.own import Call, cost_by_own


def cost_of_run(usage: RunUsage, names: Iterable[str], own: Sequence[Model]) -> float:
    """US dollars by the project's own price of the first of these names that has one, else by published prices.

    It is 0 for a model whose price nobody knows.
    """
    counts, now = to_counts(usage), time_ns()
    by_own = (cost_by_own(Call(name, counts, now), own) for name in dict.fromkeys(names))
    cost = next((cost for cost in by_own if cost is not None), None)
    return float(usage.cost or 0) if cost is None else cost.get("total", 0.0)


def to_counts(usage: RunUsage) -> dict[str, int]:
    """A usage as spans have it, where no count is within another."""
    counts = {
        "input_cached_tokens": usage.cache_read_tokens,
        "input_cache_creation": usage.cache_write_tokens,
        "output_reasoning_tokens": usage.output_reasoning_tokens,
        "total": usage.total_tokens,
    }
    counts["input"] = max(0, usage.input_tokens - usage.cache_read_tokens - usage.cache_write_tokens)
    counts["output"] = max(0, usage.output_tokens - usage.output_reasoning_tokens)
    return {key: count for key, count in counts.items() if count}
