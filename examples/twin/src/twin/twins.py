"""Twins: who can be talked to, and what each knows. A folder each, with `twin.yaml` and documents in Markdown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from twin.errors import UnknownTwin


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Something that a twin has written; `id` is what answers cite, `kind` what it is good for."""

    id: str
    kind: str
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """A person's digital twin: the rules of the persona, and what was written down."""

    id: str
    name: str
    about: str
    structure: Sequence[str]
    policy: Sequence[str]
    voice: Sequence[str]
    unknown: str
    documents: Sequence[Document]

    @property
    def persona(self) -> str:
        """All rules, a line for each."""
        return "\n".join(f"- {rule}" for rule in (*self.structure, *self.policy, *self.voice))


class Twins:
    """Those that are known, by id."""

    def __init__(self, twins: Mapping[str, Twin]) -> None:
        self._twins = twins

    def __iter__(self):
        return iter(self._twins.values())

    def get(self, twin_id: str) -> Twin:
        """Raises `UnknownTwin`."""
        if twin_id not in self._twins:
            raise UnknownTwin(f"There is no twin {twin_id[:80]!r}. There are: {', '.join(self._twins)}.")
        return self._twins[twin_id]


def load_twins(directory: Path) -> Twins:
    """Every folder that has a `twin.yaml`."""
    folders = sorted(path.parent for path in directory.glob("*/twin.yaml"))
    return Twins({folder.name: _load_twin(folder) for folder in folders})


def _load_twin(folder: Path) -> Twin:
    said: dict[str, Any] = yaml.safe_load((folder / "twin.yaml").read_text())
    documents = [_load_document(path) for path in sorted((folder / "documents").glob("*.md"))]
    return Twin(id=folder.name, documents=documents, **said)


def _load_document(path: Path) -> Document:
    """Front matter that says the kind, a heading that is the title, and the text."""
    _, front, body = path.read_text().split("---\n", 2)
    heading, _, text = body.strip().partition("\n")
    return Document(id=path.stem, kind=yaml.safe_load(front)["kind"], title=heading.lstrip("# "), text=text.strip())
