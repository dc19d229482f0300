"""Passages: documents cut into stretches of whole sentences."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from twin.retrieval.words import to_sentences
from twin.twins import Document


class Passage(NamedTuple):
    """A stretch of a document, which is cited by the document's id."""

    document_id: str
    place: int
    kind: str
    title: str
    text: str


def cut(documents: Sequence[Document], *, words: int) -> list[Passage]:
    """All passages, of about so many words each; a sentence that is longer is a passage of its own."""
    return [
        Passage(document.id, place, document.kind, document.title, text)
        for document in documents
        for place, text in enumerate(_stretches(to_sentences(document.text), words))
    ]


def _stretches(sentences: Sequence[str], words: int) -> Iterator[str]:
    taken: list[str] = []
    length = 0
    for sentence in sentences:
        count = len(sentence.split())
        if taken and length + count > words:
            yield " ".join(taken)
            taken, length = [], 0
        taken.append(sentence)
        length += count
    if taken:
        yield " ".join(taken)
