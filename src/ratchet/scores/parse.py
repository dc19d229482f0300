"""Scores from the wire: checked by the rules of their type and subject, and made our own."""

from collections.abc import Mapping
from time import time_ns
from typing import Any

from pydantic import ValidationError

from ratchet.domain.environment import DEFAULT_ENVIRONMENT, PROBE_TRACE_PREFIX, SYNTHETIC
from ratchet.domain.score import Score, ScoreSource, ScoreType
from ratchet.domain.score_config import ScoreConfig
from ratchet.domain.value import encode_value
from ratchet.http.fields import invalid_field, to_invalid
from ratchet.scores.conform import conform
from ratchet.scores.schemas import ScoreIn
from ratchet.scores.value import Value, infer_type, parse_value

# A correction says what the output should have been, whatever it is called.
_CORRECTION_NAME = "output"


def parse_score(
    raw: Any, *, project_id: str, score_id: str, timestamp: int, configs: Mapping[str, ScoreConfig]
) -> Score:
    """A score as it was sent; `score_id` and `timestamp` are for one that names none.

    `configs` holds the configs that scores may name, by their ids. Raises `Invalid` naming the field that is wrong.
    """
    try:
        sent = ScoreIn.model_validate(raw)
    except ValidationError as error:
        raise to_invalid(error) from error
    config = _find_config(sent, configs)
    data_type = config.data_type if config else sent.data_type or infer_type(sent.value)
    _check_subject(sent, data_type)
    _check_source(sent, data_type)
    number, text = _parse_value(sent, data_type, config)
    return Score(
        project_id=project_id,
        score_id=sent.id or score_id,
        name=config.name if config else _name(sent, data_type),
        data_type=data_type,
        timestamp=timestamp if sent.timestamp is None else sent.timestamp,
        value=number,
        string_value=text,
        trace_id=sent.trace_id or "",
        span_id=sent.observation_id or "",
        session_id=sent.session_id or "",
        run_id=sent.dataset_run_id or "",
        source=sent.source or ScoreSource.API,
        comment=sent.comment or "",
        metadata=_to_metadata(sent.metadata),
        config_id=sent.config_id or "",
        queue_id=sent.queue_id or "",
        environment=_environment(sent),
        revision=time_ns(),
    )


def _environment(sent: ScoreIn) -> str:
    """As it says; what an application thinks of its answer to a probe is no user's."""
    if (sent.trace_id or "").startswith(PROBE_TRACE_PREFIX):
        return SYNTHETIC
    return sent.environment or DEFAULT_ENVIRONMENT


def _find_config(sent: ScoreIn, configs: Mapping[str, ScoreConfig]) -> ScoreConfig | None:
    if sent.config_id is None:
        return None
    config = configs.get(sent.config_id)
    if config is None:
        raise invalid_field(
            "configId",
            f"This project has no score config {sent.config_id[:60]!r}; GET /api/public/score-configs lists them",
        )
    return config


def _parse_value(sent: ScoreIn, data_type: ScoreType, config: ScoreConfig | None) -> Value:
    try:
        value = parse_value(sent.value, data_type)
    except ValueError as error:
        raise invalid_field("value", str(error)) from error
    return conform(value, config) if config else value


def _name(sent: ScoreIn, data_type: ScoreType) -> str:
    if data_type is ScoreType.CORRECTION:
        return _CORRECTION_NAME
    if sent.name is None:
        raise invalid_field("name", "A score has a name")
    return sent.name


def _check_subject(sent: ScoreIn, data_type: ScoreType) -> None:
    subjects = {"traceId": sent.trace_id, "sessionId": sent.session_id, "datasetRunId": sent.dataset_run_id}
    given = [field for field, value in subjects.items() if value is not None]
    if sent.observation_id is not None and sent.trace_id is None:
        raise invalid_field("observationId", "The traceId that the observation is of comes with it")
    if not given:
        raise invalid_field("traceId", "A score is of a trace, a session or a run: send its id")
    if len(given) > 1:
        raise invalid_field(given[1], f"A score is of one thing, and {given[0]} is given already: send one of them")
    if data_type is ScoreType.CORRECTION and given != ["traceId"]:
        raise invalid_field(given[0], "A CORRECTION is of a trace or an observation")


def _check_source(sent: ScoreIn, data_type: ScoreType) -> None:
    if sent.source is ScoreSource.EVAL:
        raise invalid_field("source", "EVAL is what judges give here: send API or ANNOTATION")
    if sent.source is ScoreSource.ANNOTATION and sent.config_id is None and data_type is not ScoreType.CORRECTION:
        raise invalid_field("configId", "A score of source ANNOTATION names the config that it follows")


def _to_metadata(value: Any) -> dict[str, str]:
    """Whatever is no object is kept as one, under the key `metadata`."""
    if value is None:
        return {}
    fields = value if isinstance(value, dict) else {"metadata": value}
    return {key: encode_value(item) for key, item in fields.items()}
