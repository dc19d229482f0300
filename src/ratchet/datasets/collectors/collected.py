"""The item that a collector makes of a trace, which says by whom it was collected, and why."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, cast

from ratchet.datasets.collectors.criteria import describe
from ratchet.datasets.from_traces import derive_id, find_correction, to_item
from ratchet.datasets.schemas import ItemIn
from ratchet.domain.collector import COLLECTED_BY, COLLECTED_CONTENT, COLLECTED_IN, WITHDRAWN, Collector, Match
from ratchet.domain.dataset import Dataset, Item, ItemStatus
from ratchet.domain.qa import to_query, to_response
from ratchet.domain.score import Score
from ratchet.domain.trace import Trace
from ratchet.domain.value import decode_value, encode_value
from ratchet.text.redaction import redact_value
from ratchet.text.words import normalise

# Where an item says why it is there, and what was collected; other scores may come and go beside.
_TELLING = (COLLECTED_BY, COLLECTED_CONTENT, "rule", "reason", "score", "score_name")


class Found(NamedTuple):
    """A trace that a collector takes, with its scores, and why it does."""

    trace: Trace
    scores: Sequence[Score]
    match: Match


def to_collected_item(collector: Collector, dataset: Dataset, found: Found, *, run_id: str = "") -> ItemIn:
    """The item of a trace, always the same one; without personal data where the collector asks for that."""
    trace, scores, match = found
    plain = to_item(dataset, trace, scores)
    expected = plain.expected_output if collector.expects_answer else find_correction(scores)
    answer = expected if collector.expects_answer else decode_value(trace.output)
    typed = {"query": to_query(plain.input), "response": to_response(answer)}
    metadata = {**plain.metadata, **{name: text for name, text in typed.items() if text is not None}}
    content: dict[str, Any] = {"input": plain.input, "expected_output": expected, "metadata": metadata}
    if collector.redacts:
        content = {name: redact_value(value) for name, value in content.items()}
    content["metadata"] |= _to_reason(collector, match) | ({COLLECTED_IN: run_id} if run_id else {})
    content["metadata"][COLLECTED_CONTENT] = _hash(content["input"], content["expected_output"])
    return plain.model_copy(update={"id": _to_id(collector, dataset, trace, plain.input), **content})


def says_the_same(item: Item, anew: ItemIn) -> bool:
    """Whether a collector would make of a trace what it made before, for the same reason."""
    known = metadata_of(item)
    return all(known.get(name) == anew.metadata.get(name) for name in _TELLING)


def renew(collector: Collector, item: Item, found: Found, anew: ItemIn) -> ItemIn:
    """An item as its collector would make it now; of one that a person has edited, only why it is there is new."""
    known = metadata_of(item)
    reason = _to_reason(collector, found.match)
    if _is_edited(item):
        return ItemIn(id=item.id, metadata={**known, **reason})
    run = {COLLECTED_IN: known[COLLECTED_IN]} if COLLECTED_IN in known else {}
    metadata = {name: value for name, value in anew.metadata.items() if name != COLLECTED_IN} | run
    return anew.model_copy(update={"id": item.id, "metadata": metadata, "status": ItemStatus.ACTIVE})


def withdraw(collector: Collector, item: Item) -> ItemIn | None:
    """The item in the archive, saying why; None for one that a person has edited, which stays."""
    if _is_edited(item):
        return None
    why = f"Its trace no longer meets {describe(collector)}."
    return ItemIn(id=item.id, status=ItemStatus.ARCHIVED, metadata={**metadata_of(item), WITHDRAWN: why})


def is_collected_by(collector: Collector, item: Item) -> bool:
    """Whether this collector made an item."""
    return metadata_of(item).get(COLLECTED_BY) == collector.name


def is_withdrawn(item: Item) -> bool:
    """Whether an item is in the archive because its collector put it there."""
    return item.status is ItemStatus.ARCHIVED and WITHDRAWN in metadata_of(item)


def metadata_of(item: Item) -> Mapping[str, Any]:
    """The metadata of an item where it is an object, which that of a collected one is."""
    return cast(Mapping[str, Any], item.metadata) if isinstance(item.metadata, dict) else {}


def _to_reason(collector: Collector, match: Match) -> dict[str, Any]:
    reason: dict[str, Any] = {COLLECTED_BY: collector.name, "rule": describe(collector), "reason": match.reason}
    return reason if match.score is None else reason | {"score": match.score, "score_name": match.score_name}


def _to_id(collector: Collector, dataset: Dataset, trace: Trace, said: Any) -> str:
    """Of one input there is one id, where it shall make one item; else of one trace."""
    if not collector.deduplicates:
        return derive_id(dataset, trace.id)
    text = encode_value(said)
    words = normalise(text) or text
    return hashlib.sha256(f"{dataset.id}\0input\0{words}".encode(errors="replace")).hexdigest()[:32]


def _is_edited(item: Item) -> bool:
    return metadata_of(item).get(COLLECTED_CONTENT) != _hash(item.input, item.expected_output)


def _hash(said: Any, expected: Any) -> str:
    parts = f"{encode_value(said)}\0{encode_value(expected)}"
    return hashlib.sha256(parts.encode(errors="replace")).hexdigest()[:16]
