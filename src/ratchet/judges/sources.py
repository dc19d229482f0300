"""The documents that an answer could rest on: what retrievers found, or what the application says it used."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from ratchet.domain.span import Span, SpanType
from ratchet.domain.value import decode_value
from ratchet.judges.subject import Source

# The names under which applications keep documents, a document's text, and what it is cited by.
_LISTS = (
    *("documents", "sources", "contexts", "context", "retrieved_documents", "retrieved_contexts", "chunks", "passages"),
    *("results", "matches", "nodes", "hits"),
)
_TEXTS = ("page_content", "content", "text", "body", "passage", "chunk", "snippet", "document")
_IDS = ("id", "doc_id", "document_id", "source_id", "source", "url", "title", "name")
# OpenInference writes documents as attributes: retrieval.documents.0.document.content
_DOCUMENT = "retrieval.documents."
SOURCES_MAX = 200


def sources_of_spans(spans: Iterable[Span]) -> list[Source]:
    """What retriever spans gave, in the order they began; each document once.

    Spans that are only called so count where none is marked as a retriever.
    """
    looked = list(spans)
    marked = [span for span in looked if span.type == SpanType.RETRIEVER]
    found = [source for span in marked or looked for source in _of_span(span)]
    return list(dict.fromkeys(found))[:SOURCES_MAX]


def sources_of_values(*values: Any) -> list[Source]:
    """The documents in objects that an application sent: an input, an output, metadata."""
    objects = (cast(Mapping[str, Any], value) for value in values if isinstance(value, dict))
    found = [source for value in objects for source in _of_lists(value)]
    return list(dict.fromkeys(found))[:SOURCES_MAX]


def _of_span(span: Span) -> list[Source]:
    return _of_attributes(span.attributes) or _find(decode_value(span.output))


def _find(value: Any) -> list[Source]:
    """Documents in whatever a retriever gives: a list of them, an object that holds one, or a text."""
    match value:
        case str() if value:
            return [Source(value)]
        case list():
            return [source for one in cast(list[Any], value) if (source := _to_source(one)) is not None]
        case dict():
            said = cast(Mapping[str, Any], value)
            one = _to_source(said)
            return _of_lists(said) or ([one] if one is not None else [])
        case _:
            return []


def _of_lists(value: Mapping[str, Any]) -> list[Source]:
    lists = (value[name] for name in _LISTS if value.get(name))
    return [source for some in lists for source in (_find(some) if isinstance(some, list | str) else [])]


def _to_source(value: Any) -> Source | None:
    if isinstance(value, str):
        return Source(value) if value else None
    if isinstance(value, list) and value:  # langchain's pairs of a document and its score
        return _to_source(cast(list[Any], value)[0])
    if not isinstance(value, dict):
        return None
    said = cast(Mapping[str, Any], value)
    text = next((said[name] for name in _TEXTS if isinstance(said.get(name), str) and said[name]), None)
    if text is None:
        inner = next((said[name] for name in ("node", "document", "payload") if isinstance(said.get(name), dict)), None)
        return _to_source(inner)
    return Source(text, _id_of(said))


def _id_of(said: Mapping[str, Any]) -> str:
    metadata = said.get("metadata")
    places = (said, cast(Mapping[str, Any], metadata) if isinstance(metadata, dict) else {})
    given = (place[name] for place in places for name in _IDS if isinstance(place.get(name), str | int))
    return str(next(given, ""))


def _of_attributes(attributes: Mapping[str, str]) -> list[Source]:
    documents: dict[int, dict[str, str]] = {}
    for name, value in attributes.items():
        position, _, field = name.removeprefix(_DOCUMENT).partition(".document.")
        if name.startswith(_DOCUMENT) and position.isdigit():
            documents.setdefault(int(position), {})[field] = str(decode_value(value))
    ordered = (documents[position] for position in sorted(documents))
    return [Source(document["content"], document.get("id", "")) for document in ordered if document.get("content")]
