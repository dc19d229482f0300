"""A prompt put together: every tag in it replaced by the prompt that the tag leads to, and so on down."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ratchet.domain.prompt import Content, Prompt, PromptType, Reference
from ratchet.errors import Conflict, Invalid, TooLarge
from ratchet.prompts.references import TAG, find_references, texts_of, to_reference

DEPTH_MAX = 5
"""How many prompts may be within each other, the outermost counted."""

CHARACTERS_MAX = 5_000_000
"""How long a prompt may become by what it includes."""

INCLUSIONS_MAX = 500
"""How many tags, each counted once where it stands, a prompt and all that it includes may have."""

Find = Callable[[Reference], Prompt | None]
"""How the prompt that a reference leads to is found."""


@dataclass(frozen=True, slots=True)
class Composition:
    """What became of a prompt, how many prompts are within each other, and which includes which, by their ids."""

    root: Prompt
    content: Content
    depth: int
    includes: Mapping[str, Sequence[Prompt]]

    @property
    def included(self) -> Iterator[Prompt]:
        """Every prompt that is in it, the root excepted; one may come several times."""
        return (prompt for prompts in self.includes.values() for prompt in prompts)


def compose(root: Prompt, find: Find) -> Composition:
    """Put a prompt together. Raises `Conflict` for a circle, `Invalid` for a tag that leads nowhere or too deep."""
    expansion = _Expansion(find)
    content, depth = expansion.expand(root, ())
    return Composition(root, content, depth, expansion.includes)


@dataclass(slots=True)
class _Expansion:
    """One composition while it is made; every prompt is expanded once, however often it is included."""

    find: Find
    includes: dict[str, list[Prompt]] = field(default_factory=dict[str, list[Prompt]])
    done: dict[str, tuple[Content, int]] = field(default_factory=dict[str, tuple[Content, int]])
    inclusions: int = 0

    def expand(self, prompt: Prompt, within: tuple[Prompt, ...]) -> tuple[Content, int]:
        """The content of a prompt, and how many prompts deep it goes."""
        _check_path(prompt, within)
        if prompt.id not in self.done:
            self.done[prompt.id] = self._expand(prompt, (*within, prompt))
        content, depth = self.done[prompt.id]
        if len(within) + depth > DEPTH_MAX:
            raise _too_deep((*within, prompt))
        return content, depth

    def _expand(self, prompt: Prompt, path: tuple[Prompt, ...]) -> tuple[Content, int]:
        texts: dict[Reference, str] = {}
        depth = 1
        references = find_references(prompt.content)
        self.inclusions += len(references)
        if self.inclusions > INCLUSIONS_MAX:
            raise Invalid(f"With all that it includes the prompt {path[0]} has over {INCLUSIONS_MAX} different tags.")
        for reference in references:
            included = self._find(reference, prompt)
            text, below = self.expand(included, path)
            texts[reference] = str(text)
            depth = max(depth, below + 1)
            self.includes.setdefault(prompt.id, []).append(included)
        return _replace_tags(prompt.content, texts) if texts else prompt.content, depth

    def _find(self, reference: Reference, by: Prompt) -> Prompt:
        included = self.find(reference)
        if included is None:
            raise Invalid(f"The prompt {by} includes {reference}, and there is no such prompt. Create it first.")
        if included.type is not PromptType.TEXT:
            raise Invalid(f"The prompt {by} includes {included}, which is a chat: only texts can be included.")
        return included


def _check_path(prompt: Prompt, within: tuple[Prompt, ...]) -> None:
    if any(outer.id == prompt.id for outer in within):
        raise Conflict(f"Prompts would include each other in a circle: {_show((*within, prompt))}.")
    if len(within) >= DEPTH_MAX:
        raise _too_deep((*within, prompt))


def _too_deep(path: Sequence[Prompt]) -> Invalid:
    return Invalid(f"Prompts would be more than {DEPTH_MAX} deep within each other: {_show(path)}.")


def _show(path: Sequence[Prompt]) -> str:
    return " → ".join(map(str, path))


def _replace_tags(content: Content, texts: Mapping[Reference, str]) -> Content:
    _check_size(content, texts)

    def replace(text: str) -> str:
        return TAG.sub(lambda tag: texts[to_reference(tag)], text)

    if isinstance(content, str):
        return replace(content)
    return [
        message | {"content": replace(message["content"])} if "content" in message else message for message in content
    ]


def _check_size(content: Content, texts: Mapping[Reference, str]) -> None:
    """Before it is built: a few short prompts can ask for gigabytes."""
    tags = [tag for text in texts_of(content) for tag in TAG.finditer(text)]
    size = sum(map(len, texts_of(content))) + sum(len(texts[to_reference(tag)]) for tag in tags)
    if size > CHARACTERS_MAX:
        raise TooLarge(f"With all that it includes the prompt has over {CHARACTERS_MAX:,} characters.")
