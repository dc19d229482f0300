"""The material of a judgement as a model is given it: in tags, within bounds."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from ratchet.judges.subject import Source, Subject

TEXT_LENGTH_MAX = 40_000
SOURCES_LENGTH_MAX = 120_000
_CUT = "\n[The rest is left out here.]"


class Section(NamedTuple):
    """One piece of material; `attributes` stand in its tag."""

    name: str
    text: str
    attributes: str = ""


def write_sections(sections: Iterable[Section]) -> str:
    """Sections with something in them, one after the other."""
    return "\n\n".join(_write(section) for section in sections if section.text.strip())


def question(subject: Subject) -> Section:
    """What was asked."""
    return Section("question", subject.question)


def answer(subject: Subject) -> Section:
    """What was answered."""
    return Section("answer", subject.answer)


def reference(subject: Subject) -> Section:
    """What the answer should have been."""
    return Section("reference_answer", subject.reference)


def sources(subject: Subject) -> list[Section]:
    """The documents, numbered from 1."""
    left = SOURCES_LENGTH_MAX
    sections: list[Section] = []
    for number, source in enumerate(subject.sources, 1):
        text = source.text[:left]
        left -= len(text)
        sections.append(Section("source", text, _attributes(number, source)))
    return sections


def _attributes(number: int, source: Source) -> str:
    name = re.sub(r'[<>"\n]', " ", source.id)[:200]
    return f' number="{number}"' + (f' id="{name}"' if name else "")


def _write(section: Section) -> str:
    text = section.text if len(section.text) <= TEXT_LENGTH_MAX else section.text[:TEXT_LENGTH_MAX] + _CUT
    # Material that ends its own tag could go on as if it were ours.
    inside = re.sub(rf"<(/?\s*{section.name})", r"‹\1", text, flags=re.IGNORECASE)
    return f"<{section.name}{section.attributes}>\n{inside}\n</{section.name}>"
