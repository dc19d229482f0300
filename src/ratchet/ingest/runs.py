"""Spans that say of themselves which item of which run they answer, by the attributes of Langfuse's experiments."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from ratchet.domain.run import RunItem
from ratchet.domain.span import Span
from ratchet.domain.value import decode_value
from ratchet.ingest.readers import to_json, to_time

RUN_ID = "langfuse.experiment.id"
RUN_NAME = "langfuse.experiment.name"
RUN_DESCRIPTION = "langfuse.experiment.description"
RUN_METADATA = "langfuse.experiment.metadata"
DATASET_ID = "langfuse.experiment.dataset.id"
ITEM_ID = "langfuse.experiment.item.id"
ITEM_VERSION = "langfuse.experiment.item.version"
ITEM_METADATA = "langfuse.experiment.item.metadata"
EXPECTED_OUTPUT = "langfuse.experiment.item.expected_output"
# The span in which the application answered the item; SDKs put their own around it.
ANSWERED_IN = "langfuse.experiment.item.root_observation_id"

_ID_LENGTH_MAX = 800


class ItemSaid(NamedTuple):
    """What a span says of the item that it answers, and of its run; None where it says nothing."""

    expected_output: Any
    item_metadata: Any
    run_metadata: Any
    run_description: str | None


def to_run_items(spans: Iterable[Span]) -> list[RunItem]:
    """What these spans say of the runs of items that they are part of; most say nothing."""
    return [_to_run_item(span) for span in spans if _is_of_run(span)]


def read_item_said(span: Span) -> ItemSaid:
    """What a stored span says of its item and run."""
    attributes = span.attributes
    return ItemSaid(
        expected_output=_value(attributes, EXPECTED_OUTPUT),
        item_metadata=_object(attributes, ITEM_METADATA),
        run_metadata=_object(attributes, RUN_METADATA),
        run_description=_text(attributes, RUN_DESCRIPTION) or None,
    )


def _is_of_run(span: Span) -> bool:
    # Asked of every span that comes.
    return RUN_ID in span.attributes and 0 < len(_text(span.attributes, RUN_ID)) <= _ID_LENGTH_MAX


def _to_run_item(span: Span) -> RunItem:
    attributes = span.attributes
    run_id = _text(attributes, RUN_ID)
    answered_in = _text(attributes, ANSWERED_IN) or (span.span_id if span.root_rank else "")
    metadata = _object(attributes, RUN_METADATA)
    return RunItem(
        project_id=span.project_id,
        run_id=run_id,
        trace_id=span.trace_id,
        span_id=answered_in,
        item_id=_text(attributes, ITEM_ID),
        first_at=span.start_time,
        last_at=max(span.start_time, span.end_time or 0),
        dataset_id=_text(attributes, DATASET_ID),
        run_name=_text(attributes, RUN_NAME) or run_id,
        run_description=_text(attributes, RUN_DESCRIPTION),
        run_metadata=to_json(metadata) if metadata else "",
        item_version=to_time(_text(attributes, ITEM_VERSION)),
        started_at=span.start_time if answered_in == span.span_id else None,
        updated_at=span.revision,
    )


def _text(attributes: Mapping[str, str], key: str) -> str:
    """A text as it was sent; empty when there is none."""
    value = decode_value(attributes.get(key, ""))
    return value if isinstance(value, str) else to_json(value)


def _value(attributes: Mapping[str, str], key: str) -> Any:
    """The value of which an SDK sent the JSON, or the text itself where it is none."""
    return decode_value(_text(attributes, key)) if key in attributes else None


def _object(attributes: Mapping[str, str], key: str) -> Any:
    """An object that was sent as one JSON text, or a member at a time with its name behind the key."""
    if key in attributes:
        return _value(attributes, key)
    prefix = f"{key}."
    members = {name.removeprefix(prefix): _value(attributes, name) for name in attributes if name.startswith(prefix)}
    return members or None
