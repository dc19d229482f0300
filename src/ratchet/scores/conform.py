"""A score held against the config that it names: the config's name and type win, its limits hold."""

from ratchet.domain.score import ScoreType
from ratchet.domain.score_config import ScoreConfig
from ratchet.http.fields import invalid_field
from ratchet.scores.value import Value


def conform(value: Value, config: ScoreConfig) -> Value:
    """The value as the config has it: a category with its number. Raises `Invalid` for one that it does not allow."""
    if config.is_archived:
        raise invalid_field(
            "configId", f"Score config {config.name!r} is archived and takes no scores. Restore it first"
        )
    number, text = value
    match config.data_type:
        case ScoreType.NUMERIC if number is not None:
            _check_range(number, config)
            return value
        case ScoreType.CATEGORICAL:
            return _to_number(text, config), text
        case _:
            return value


def _check_range(number: float, config: ScoreConfig) -> None:
    if config.min_value is not None and number < config.min_value:
        raise invalid_field("value", f"{number:g} is below {config.min_value:g}, the least that {config.name!r} allows")
    if config.max_value is not None and number > config.max_value:
        raise invalid_field("value", f"{number:g} is above {config.max_value:g}, the most that {config.name!r} allows")


def _to_number(label: str, config: ScoreConfig) -> float:
    category = config.find_category(label)
    if category is None:
        labels = ", ".join(repr(known.label) for known in config.categories[:20])
        raise invalid_field("value", f"{label[:60]!r} is no category of {config.name!r}: send one of {labels}")
    return category.value
