"""The rules that a score config must keep, by its type."""

from collections import Counter

from ratchet.domain.score import ScoreType
from ratchet.domain.score_config import TRUTHS, ScoreConfig
from ratchet.http.fields import invalid_field


def check_config(config: ScoreConfig) -> None:
    """Raise `Invalid` naming the field that its type has no use for, or that is wrong."""
    if config.data_type is ScoreType.CORRECTION:
        raise invalid_field("dataType", "A CORRECTION needs no config: it is NUMERIC, BOOLEAN, CATEGORICAL or TEXT")
    _check_bounds(config)
    _check_categories(config)
    if config.quality and not config.lies_in_unit:
        raise invalid_field(
            "quality",
            "Quality is on a scale of 0 to 1: mark a BOOLEAN config, or a NUMERIC one with minValue and maxValue in it",
        )


def _check_bounds(config: ScoreConfig) -> None:
    low, high = config.min_value, config.max_value
    for field, bound in (("minValue", low), ("maxValue", high)):
        if bound is not None and config.data_type is not ScoreType.NUMERIC:
            raise invalid_field(field, f"Only NUMERIC scores have bounds, and this config is {config.data_type}")
    if low is not None and high is not None and low >= high:
        raise invalid_field("maxValue", f"{high:g} is not above minValue, which is {low:g}")


def _check_categories(config: ScoreConfig) -> None:
    match config.data_type:
        case ScoreType.CATEGORICAL:
            _check_distinct(config)
        case ScoreType.BOOLEAN:
            if config.categories != TRUTHS:
                raise invalid_field("categories", "A BOOLEAN score is True (1) or False (0): leave categories out")
        case _:
            if config.categories:
                raise invalid_field("categories", f"Only CATEGORICAL scores have them, not {config.data_type} ones")


def _check_distinct(config: ScoreConfig) -> None:
    if not config.categories:
        raise invalid_field("categories", 'A CATEGORICAL score has at least one: [{"label": "good", "value": 1}]')
    for field in ("label", "value"):
        counts = Counter(getattr(category, field) for category in config.categories)
        [(commonest, count)] = counts.most_common(1)
        if count > 1:
            raise invalid_field("categories", f"Each {field} stands once, and {commonest!r} stands {count} times")
