"""Examples for prompts: chosen, put in, and told on the trace. Whatever goes wrong, an application gets its prompt."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypedDict, TypeVar, Unpack, cast, overload

from ratchet.domain.few_shot import Example
from ratchet.errors import Invalid
from ratchet.sdk.few_shot.choosing import Chooser, Request
from ratchet.sdk.few_shot.failures import note_failure
from ratchet.sdk.few_shot.formatting import DEFAULT_STYLE, TEXT_STYLES, TextStyle, format_examples, to_messages
from ratchet.sdk.few_shot.options import FewShotOptions, read_options
from ratchet.sdk.few_shot.placing import place_messages, place_text
from ratchet.sdk.few_shot.tracing import read_current_span

Chat = Sequence[Mapping[str, Any]]
Made = TypeVar("Made")


class Wanted(TypedDict, total=False):
    """What may be said of the examples wanted; what is not said is as set for the project."""

    min_score: float | None
    strategy: str | None
    dataset_name: str | None
    token_budget: int | None
    redact: bool


class FewShot:
    """Examples for the prompts of one application; the functions of the same names use one made from the environment.

    Arguments:
        options: the server, the files and the times; by default those of the environment.

    """

    def __init__(self, options: FewShotOptions | None = None) -> None:
        self._chooser = Chooser(options or read_options())

    def get_examples(
        self,
        query_type: str | None = None,
        n: int | None = None,
        *,
        query: str = "",
        dialogue_mode: str | None = None,
        record: bool = True,
        **wanted: Unpack[Wanted],
    ) -> list[Example]:
        """As `ratchet.get_examples`."""
        request = Request(query_type=query_type, n=n, query=query, dialogue_mode=dialogue_mode, **wanted)
        return _attempt(lambda: self._choose(request, record=record), [])

    @overload
    def inject(
        self,
        base_prompt: str,
        query: str,
        dialogue_mode: str | None = None,
        *,
        query_type: str | None = None,
        n: int | None = None,
        style: TextStyle = DEFAULT_STYLE,
        **wanted: Unpack[Wanted],
    ) -> str: ...

    @overload
    def inject(
        self,
        base_prompt: Chat,
        query: str,
        dialogue_mode: str | None = None,
        *,
        query_type: str | None = None,
        n: int | None = None,
        style: TextStyle = DEFAULT_STYLE,
        **wanted: Unpack[Wanted],
    ) -> list[dict[str, Any]]: ...

    def inject(
        self,
        base_prompt: str | Chat,
        query: str,
        dialogue_mode: str | None = None,
        *,
        query_type: str | None = None,
        n: int | None = None,
        style: TextStyle = DEFAULT_STYLE,
        **wanted: Unpack[Wanted],
    ) -> str | list[dict[str, Any]]:
        """As `ratchet.inject_few_shot`."""
        request = Request(query=query, dialogue_mode=dialogue_mode, query_type=query_type, n=n, **wanted)
        examples = _attempt(lambda: self._choose(request, record=True), [])
        return _attempt(lambda: _place(base_prompt, examples, style), _unchanged(base_prompt))

    def refresh(self, dataset_name: str | None = None) -> None:
        """Read the examples now, so that the first prompt has them; an application can call this when it starts."""
        self._chooser.refresh(dataset_name)

    def _choose(self, request: Request, *, record: bool) -> list[Example]:
        span = read_current_span() if record else None
        given = self._chooser.choose(request, span.trace_id if span else None)
        if span is not None:
            span.tell(given)
        return list(given.examples)


def get_examples(
    query_type: str | None = None,
    n: int | None = None,
    *,
    query: str = "",
    dialogue_mode: str | None = None,
    record: bool = True,
    **wanted: Unpack[Wanted],
) -> list[Example]:
    """Good answers to show in a prompt, the best first. Never raises for what a server or a file does.

    Arguments:
        query_type: only examples of this type: `stance`, `factual`, `smalltalk`, `teaching`, `repair` or `general`;
            without one, the type that `dialogue_mode` stands for, else the type of `query`.
        n: how many at most; by default 3.
        query: what was asked; an example with the same query is left out.
        dialogue_mode: the application's own name for what goes on, such as `STANCE_GLOBAL`.
        record: tell the span that goes on which examples were given, and give none to a trace that is held out.
            `False` is for looking, where no prompt comes of it.
        wanted: `min_score` (0 to 1; by default 0.8), `strategy` (`score`, `similarity` or `diverse`; the latter two ask
            the server and fall back to `score` after 50 ms), `dataset_name` (by default the project's, which is
            `high_quality_responses`), `token_budget` (for all examples together), `redact` (personal data removed by
            the server; what cannot be redacted in time is not shown).

    Returns examples with `id`, `query`, `response`, `score`, `query_type`, `dataset` and `trace_id`. While no server
    can be asked and none was before: the fallback examples that come along.

    """
    return _few_shot().get_examples(query_type, n, query=query, dialogue_mode=dialogue_mode, record=record, **wanted)


@overload
def inject_few_shot(
    base_prompt: str,
    query: str,
    dialogue_mode: str | None = None,
    *,
    query_type: str | None = None,
    n: int | None = None,
    style: TextStyle = DEFAULT_STYLE,
    **wanted: Unpack[Wanted],
) -> str: ...


@overload
def inject_few_shot(
    base_prompt: Chat,
    query: str,
    dialogue_mode: str | None = None,
    *,
    query_type: str | None = None,
    n: int | None = None,
    style: TextStyle = DEFAULT_STYLE,
    **wanted: Unpack[Wanted],
) -> list[dict[str, Any]]: ...


def inject_few_shot(
    base_prompt: str | Chat,
    query: str,
    dialogue_mode: str | None = None,
    *,
    query_type: str | None = None,
    n: int | None = None,
    style: TextStyle = DEFAULT_STYLE,
    **wanted: Unpack[Wanted],
) -> str | list[dict[str, Any]]:
    """A prompt with good answers to queries of the same type in it. Never raises for what a server or a file does.

    Arguments:
        base_prompt: the prompt as text, or the messages of a chat. In a text, examples replace `{{examples}}`, else
            they follow at its end under a heading; nothing else in it is touched. In a chat they become messages of the
            user and the assistant, behind the system's.
        query: what the prompt is to answer.
        dialogue_mode: the application's own name for what goes on, such as `STANCE_GLOBAL`; where it is known it gives
            the type of the query, else the query's text does.
        query_type: the type, where the application knows it.
        n: how many examples at most; by default 3.
        style: of the examples in a text: `qa`, `conversation` or `structured`.
        wanted: `min_score`, `strategy`, `dataset_name`, `token_budget` and `redact`, as of `get_examples`.

    Returns the prompt; without examples as it was, with any `{{examples}}` removed. By score nothing is waited for,
    except that the first call waits for the server for half a second at most (`RATCHET_FEW_SHOT_FIRST_WAIT_S`).

    """
    return _few_shot().inject(base_prompt, query, dialogue_mode, query_type=query_type, n=n, style=style, **wanted)


async def inject_few_shot_async(
    base_prompt: str,
    query: str,
    dialogue_mode: str | None = None,
    *,
    query_type: str | None = None,
    n: int | None = None,
    style: TextStyle = DEFAULT_STYLE,
    **wanted: Unpack[Wanted],
) -> str:
    """As `inject_few_shot`, for an event loop: nothing else in it waits while a server is asked."""
    return await asyncio.to_thread(
        inject_few_shot, base_prompt, query, dialogue_mode, query_type=query_type, n=n, style=style, **wanted
    )


_KEPT_MAX = 8
_kept: dict[FewShotOptions, FewShot] = {}


def _few_shot() -> FewShot:
    """The one that the environment describes, as it is now."""
    options = read_options()
    if (found := _kept.get(options)) is not None:
        return found
    if len(_kept) >= _KEPT_MAX:
        _kept.pop(next(iter(_kept)), None)
    return _kept.setdefault(options, FewShot(options))


def _place(base_prompt: str | Chat, examples: Sequence[Example], style: TextStyle) -> str | list[dict[str, Any]]:
    if not isinstance(base_prompt, str):
        return place_messages(base_prompt, to_messages(examples))
    if style not in TEXT_STYLES:
        note_failure("style", Invalid(f"There is no style {style!r} for a text; there are {', '.join(TEXT_STYLES)}."))
        style = DEFAULT_STYLE
    return place_text(base_prompt, format_examples(examples, style))


def _unchanged(base_prompt: str | Chat) -> str | list[dict[str, Any]]:
    return base_prompt if isinstance(base_prompt, str) else cast(list[dict[str, Any]], base_prompt)


def _attempt(make: Callable[[], Made], otherwise: Made) -> Made:
    try:
        return make()
    except Exception as error:  # noqa: BLE001 - a prompt without examples is a prompt; an exception is an outage
        note_failure("prompt", error)
        return otherwise
